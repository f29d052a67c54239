package io.jvmtap.entry;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Names one connection of one JVM.
 *
 * @param jvm drawn by the agent at its start
 * @param count 0 for the control connection, else counted up
 */
public record UniqueId(long jvm, long count) {
    static final int LENGTH = 16;

    /** As it goes over the wire. */
    byte[] bytes() {
        return ByteBuffer.allocate(LENGTH).putLong(jvm).putLong(count).array();
    }

    /** Null where these are not the bytes of one. */
    static @Nullable UniqueId of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return bytes.length == LENGTH ? new UniqueId(in.getLong(), in.getLong()) : null;
    }

    /** The program id of the flow events. */
    public String program() {
        return program(jvm);
    }

    static String program(long jvm) {
        return HexFormat.of().toHexDigits(jvm);
    }
}
