package io.jvmtap.tls;

import java.security.Security;

/** What our own JVM's TLS may use. */
public final class TlsPolicy {
    private TlsPolicy() {}

    /**
     * Lifts the JDK's own bans in this process, so that a program can be given whatever it and its server agree on: its
     * own JVM keeps its bans and applies them to what it is shown. Must run before the first use of TLS.
     */
    public static void mirrorEverything() {
        Security.setProperty("jdk.tls.disabledAlgorithms", "");
        Security.setProperty("jdk.tls.legacyAlgorithms", "");
        Security.setProperty("jdk.certpath.disabledAlgorithms", "");
    }
}
