package io.jvmtap.tls;

/** Our engine can offer nothing of what the program offered. */
public final class UnofferableException extends Exception {
    private static final long serialVersionUID = 1;

    UnofferableException(String why) {
        super(why, null, false, false);
    }
}
