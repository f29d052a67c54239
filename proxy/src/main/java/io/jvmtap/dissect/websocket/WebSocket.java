package io.jvmtap.dissect.websocket;

import io.jvmtap.dissect.Fields;
import io.jvmtap.dissect.MessageCutter;
import io.jvmtap.dissect.MessageFormat;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowEvent.RequestHead;
import io.jvmtap.flow.FlowEvent.ResponseHead;
import io.jvmtap.flow.Header;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** WebSocket, after a 101 of HTTP/1.1 or an extended CONNECT of HTTP/2. */
public final class WebSocket implements MessageFormat {
    private static final String NAME = "websocket";

    @Override
    public @Nullable MessageCutter open(Direction direction, RequestHead request, @Nullable ResponseHead response) {
        if (response == null || !agreed(request, response)) {
            return null;
        }
        String extensions = Fields.list(response.headers(), "Sec-WebSocket-Extensions");
        return new FrameReader(Fields.has(extensions, "permessage-deflate"));
    }

    @Override
    public boolean follows(String upgrade) {
        return Fields.has(upgrade.toLowerCase(Locale.ROOT), NAME);
    }

    private static boolean agreed(RequestHead request, ResponseHead response) {
        if (response.status() == 101) {
            return Fields.has(Fields.list(response.headers(), "Upgrade"), NAME);
        }
        List<Header> fields = request.headers();
        return response.status() / 100 == 2
                && request.method().equals("CONNECT")
                && Fields.list(fields, ":protocol").equals(NAME);
    }
}
