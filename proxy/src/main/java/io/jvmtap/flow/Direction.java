package io.jvmtap.flow;

/** Which way bytes travel, seen from the program. */
public enum Direction {
    /** From the program to the server: requests. */
    OUT,
    /** From the server to the program: responses. */
    IN;

    public Direction opposite() {
        return this == OUT ? IN : OUT;
    }
}
