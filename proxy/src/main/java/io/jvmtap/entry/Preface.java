package io.jvmtap.entry;

import io.jvmtap.flow.Cause;
import io.jvmtap.flow.Destination;
import org.jspecify.annotations.Nullable;

/**
 * What the agent writes first on a connection (WIRE.md section 1), parsed but not yet believed.
 *
 * @param control whether this is a control connection
 * @param version of the wire protocol
 * @param proof as it came; empty where there was none
 * @param sourcePort as the agent says it, 0 for a control connection
 * @param destination null for a control connection
 * @param waitMillis how long the program waits for the connection, 0 for as long as it takes
 */
public record Preface(
        boolean control,
        int version,
        UniqueId id,
        byte[] proof,
        int sourcePort,
        @Nullable Destination destination,
        Cause cause,
        long waitMillis) {
    /** The version that this proxy speaks. */
    public static final int VERSION = 1;
}
