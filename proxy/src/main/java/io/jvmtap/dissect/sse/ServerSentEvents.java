package io.jvmtap.dissect.sse;

import io.jvmtap.dissect.Fields;
import io.jvmtap.dissect.MessageCutter;
import io.jvmtap.dissect.MessageFormat;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowEvent.RequestHead;
import io.jvmtap.flow.FlowEvent.ResponseHead;
import org.jspecify.annotations.Nullable;

/** Responses of type {@code text/event-stream}. Where a content coding was applied no event is a range of the body. */
public final class ServerSentEvents implements MessageFormat {
    @Override
    public @Nullable MessageCutter open(Direction direction, RequestHead request, @Nullable ResponseHead response) {
        if (direction == Direction.OUT || response == null) {
            return null;
        }
        String coding = Fields.list(response.headers(), "Content-Encoding").strip();
        boolean plain = coding.isEmpty() || coding.equals("identity");
        return plain && Fields.contentType(response.headers()).equals("text/event-stream") ? new EventCutter() : null;
    }
}
