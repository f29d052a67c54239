package io.jvmtap.hook.boot;

import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * One judgement of a chain of ours by the program, from the outermost {@code checkServerTrusted} on this thread to its
 * end. Trust managers nest (a wrapper, the program's own, the JDK's below it), and only the outermost knows the outcome.
 * A judge that opens a TLS connection while it judges (OCSP, CRL) starts a judgement inside this one. Lives in a
 * thread-local, because a woven method must not get new local variables.
 */
final class TrustVerdict {

    /** The JDK puts this around each plain {@code X509TrustManager}; the one it wraps is whom the reader wants to see. */
    private static final String JDK_WRAPPER = "sun.security.ssl.AbstractTrustManagerWrapper";

    private static final ThreadLocal<@Nullable TrustVerdict> CURRENT = new ThreadLocal<@Nullable TrustVerdict>();

    private final @Nullable TrustVerdict outer;
    private final TrustLeaf leaf;
    private final int localPort;
    private String judge;
    private int depth = 1;

    private TrustVerdict(@Nullable TrustVerdict outer, TrustLeaf leaf, String judge, int localPort) {
        this.outer = outer;
        this.leaf = leaf;
        this.judge = judge;
        this.localPort = localPort;
    }

    /**
     * A call of a {@code checkServerTrusted} begins.
     *
     * @param leaf what its chain stands for; null for a chain that is not ours
     * @param judge the trust manager, or the name of its class where the method is static
     * @param socket the socket among its arguments
     */
    static void enter(@Nullable TrustLeaf leaf, Object judge, @Nullable Socket socket) {
        TrustVerdict current = CURRENT.get();
        if (current != null && (leaf == null || leaf == current.leaf)) {
            if (current.judge.equals(JDK_WRAPPER)) {
                current.judge = className(judge);
            }
            current.depth++;
        } else if (leaf != null) {
            CURRENT.set(new TrustVerdict(current, leaf, className(judge), localPort(socket)));
        }
    }

    /** A call of a {@code checkServerTrusted} ends, normally where {@code cause} is null. */
    static void exit(@Nullable Throwable cause) {
        TrustVerdict ended = CURRENT.get();
        if (ended == null || --ended.depth > 0) {
            return;
        }
        if (ended.outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(ended.outer);
        }
        Reports.trust(
                ended.leaf.mintedSha256(),
                ended.localPort,
                cause == null,
                ended.judge,
                cause == null ? null : cause.getClass().getName(),
                cause == null ? null : message(cause));
    }

    /** What is being judged on this thread. */
    static @Nullable TrustLeaf judged() {
        TrustVerdict current = CURRENT.get();
        return current == null ? null : current.leaf;
    }

    private static String className(Object judge) {
        return judge instanceof String ? (String) judge : judge.getClass().getName();
    }

    /** 0 where it is not known: no socket, none connected, or a kind of socket that does not tell. */
    private static int localPort(@Nullable Socket socket) {
        try {
            return socket == null ? 0 : Math.max(socket.getLocalPort(), 0);
        } catch (RuntimeException e) {
            return 0;
        }
    }

    private static @Nullable String message(Throwable cause) {
        try {
            return cause.getMessage();
        } catch (RuntimeException e) {
            return null; // the program's own exception; what it does to others is its own affair
        }
    }
}
