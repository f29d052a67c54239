package io.jvmtap.dissect;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.FlowEvent.RequestHead;
import io.jvmtap.flow.FlowEvent.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * Messages within the bodies of exchanges, such as WebSocket's frames or server-sent events: how to tell them by the
 * heads, and a cutter for each body that has them. Works for every protocol whose exchanges have heads.
 */
public interface MessageFormat {
    /**
     * Asked when the first bytes of a body come.
     *
     * @param response null where it has not come yet
     * @return null where this body is not of the format
     */
    @Nullable
    MessageCutter open(Direction direction, RequestHead request, @Nullable ResponseHead response);

    /**
     * Whether it is what a connection goes over to by this field of a 101 answer (RFC 9110 section 7.8). The bytes that
     * follow are then the bodies of the exchange, in both directions.
     *
     * @param upgrade value of the Upgrade field
     */
    default boolean follows(String upgrade) {
        return false;
    }
}
