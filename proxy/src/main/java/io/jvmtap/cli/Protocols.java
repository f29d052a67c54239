package io.jvmtap.cli;

import io.jvmtap.dissect.Protocol;
import io.jvmtap.dissect.http1.Http1;
import io.jvmtap.dissect.http2.Http2;
import java.util.List;

/** The protocols that we can read, one line each, in the order in which they are asked. */
final class Protocols {
    static final List<Protocol> READ = List.of(new Http1(), new Http2());

    private Protocols() {}
}
