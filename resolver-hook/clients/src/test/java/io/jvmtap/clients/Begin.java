package io.jvmtap.clients;

/** When the agent comes into a client's life. */
enum Begin {
    /** With the JVM, before the client is made. */
    WITH_THE_JVM("new"),
    /** Attached, after the client has been made and has tried one server: all its classes are loaded. */
    ATTACHED("attached");

    private final String label;

    Begin(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
