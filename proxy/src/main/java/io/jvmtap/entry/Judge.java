package io.jvmtap.entry;

/** Who decides whether a server's certificate is good enough. */
public enum Judge {
    /** The program: its agent shows it the real chain. */
    PROGRAM,
    /** We do, by the name that the client asks for in TLS, or else the destination's. */
    PROXY,
    /** We do, by the destination's name whatever the client asks for: it was told to come to us under another. */
    PROXY_FOR_DESTINATION
}
