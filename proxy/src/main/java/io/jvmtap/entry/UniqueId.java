package io.jvmtap.entry;

import java.util.HexFormat;

/**
 * Names one connection of one JVM.
 *
 * @param jvm drawn by the agent at its start
 * @param count 0 for the control connection, else counted up
 */
public record UniqueId(long jvm, long count) {
    static final int LENGTH = 16;

    /** The program id of the flow events. */
    public String program() {
        return program(jvm);
    }

    static String program(long jvm) {
        return HexFormat.of().toHexDigits(jvm);
    }
}
