package io.jvmtap.clients;

import io.jvmtap.differential.TestCertificates.Leaf;

/** What each program meets, one after the other. */
enum Scenario {
    GOOD(Leaf.VALID, ""),
    WRONG_HOST(Leaf.WRONG_HOST, "failed: .*(SSLHandshakeException|SSLPeerUnverifiedException|CertificateException)"),
    /** The certificate is never shown: nobody listens. */
    REFUSED(Leaf.VALID, "failed: .*ConnectException");

    private final Leaf leaf;
    private final String expected;

    Scenario(Leaf leaf, String expected) {
        this.leaf = leaf;
        this.expected = expected;
    }

    /** What the output of a program matches there, if its row does not say otherwise. */
    String expected() {
        return expected;
    }

    Leaf leaf() {
        return leaf;
    }

    /** The part of a program's output that is about this scenario, without what no run has in common with another. */
    String part(String output) {
        String from = "== " + name() + "\n";
        int start = output.indexOf(from);
        if (start < 0) {
            return "";
        }
        int end = output.indexOf("\n== ", start);
        return end < 0 ? output.substring(start) : output.substring(start, end + 1);
    }
}
