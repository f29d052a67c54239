package io.jvmtap.cli;

import io.jvmtap.dissect.MessageFormat;
import io.jvmtap.dissect.Protocol;
import io.jvmtap.dissect.WithMessages;
import io.jvmtap.dissect.grpc.GrpcCalls;
import io.jvmtap.dissect.http1.Http1;
import io.jvmtap.dissect.http2.Http2;
import io.jvmtap.dissect.sse.ServerSentEvents;
import io.jvmtap.dissect.websocket.WebSocket;
import java.util.List;

/** What we can read, one line each, in the order in which they are asked. */
final class Protocols {
    /** Of messages within exchanges. */
    private static final List<MessageFormat> MESSAGES =
            List.of(new WebSocket(), new ServerSentEvents(), new GrpcCalls());

    static final List<Protocol> READ = List.of(
            new WithMessages(new Http1(MESSAGES), MESSAGES), //
            new WithMessages(new Http2(), MESSAGES));

    private Protocols() {}
}
