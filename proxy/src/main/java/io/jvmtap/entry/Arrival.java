package io.jvmtap.entry;

import io.jvmtap.flow.Cause;
import io.jvmtap.flow.Destination;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * A connection that came in and told where it wants to go.
 *
 * @param connection its number in the capture
 * @param channel the program's side; auto-read is off, nothing of the program's has been read yet
 * @param id the agent's name for it, null where no agent speaks
 * @param waitMillis how long the program waits for the connection, 0 for as long as it takes
 * @param answer what the other side is told of the dialling before it is told anything else
 * @param judge who judges the server's certificate
 */
public record Arrival(
        long connection,
        Channel channel,
        @Nullable UniqueId id,
        Destination destination,
        Cause cause,
        long waitMillis,
        Answer answer,
        Judge judge) {

    /** An agent's. */
    public Arrival(
            long connection,
            Channel channel,
            UniqueId id,
            Destination destination,
            Cause cause,
            long waitMillis,
            boolean awaitsVerdict) {
        this(
                connection,
                channel,
                id,
                destination,
                cause,
                waitMillis,
                awaitsVerdict ? Answer.VERDICT : Answer.NONE,
                Judge.PROGRAM);
    }

    /** Id of the JVM, as the flow events name it; empty where no agent speaks. */
    public String program() {
        return id == null ? "" : id.program();
    }

    /** Whether the program chose one of the destination's addresses: then no other will do. */
    public boolean addressChosen() {
        return judge == Judge.PROGRAM;
    }
}
