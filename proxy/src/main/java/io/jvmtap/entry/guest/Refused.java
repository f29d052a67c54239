package io.jvmtap.entry.guest;

/** A client asks for what it cannot have. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final transient byte[] answer;

    /**
     * @param why one line, for the log
     * @param answer what the client is told in its own protocol; may be empty
     */
    Refused(String why, byte[] answer) {
        super(why, null, false, false);
        this.answer = answer.clone();
    }

    byte[] answer() {
        return answer.clone();
    }
}
