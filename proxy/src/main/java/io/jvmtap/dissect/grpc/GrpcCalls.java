package io.jvmtap.dissect.grpc;

import io.jvmtap.dissect.Fields;
import io.jvmtap.dissect.MessageCutter;
import io.jvmtap.dissect.MessageFormat;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowEvent.RequestHead;
import io.jvmtap.flow.FlowEvent.ResponseHead;
import org.jspecify.annotations.Nullable;

/** Bodies of gRPC and gRPC-Web; those in base64 are none that could be cut as they are. */
public final class GrpcCalls implements MessageFormat {
    @Override
    public @Nullable MessageCutter open(Direction direction, RequestHead request, @Nullable ResponseHead response) {
        String type = "";
        if (direction == Direction.OUT) {
            type = Fields.contentType(request.headers());
        } else if (response != null) {
            type = Fields.contentType(response.headers());
        }
        boolean base64 = type.startsWith("application/grpc-web-text");
        return type.startsWith("application/grpc") && !base64 ? new LengthPrefixed() : null;
    }
}
