package io.jvmtap.tls;

/** Our engine can offer nothing of what the program offered. */
public class UnofferableException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param why one line, for people */
    protected UnofferableException(String why) {
        super(why, null, false, false);
    }
}
