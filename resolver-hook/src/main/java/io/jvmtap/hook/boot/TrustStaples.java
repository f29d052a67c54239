package io.jvmtap.hook.boot;

import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The OCSP staples of the session that is asked for them. {@code getStatusResponses} tells the session on entry and has
 * its answer replaced on exit; what is found waits in a thread-local between the two, since {@code this} may be gone
 * from its local variable by then (shrinkers reuse it).
 */
final class TrustStaples {

    private static final ThreadLocal<@Nullable List<byte[]>> FOUND = new ThreadLocal<@Nullable List<byte[]>>();
    /** Set while a session is asked for its wire chain: the hook on {@code getPeerCertificates} then stands aside. */
    private static final ThreadLocal<@Nullable Boolean> WIRE_WANTED = new ThreadLocal<@Nullable Boolean>();

    private TrustStaples() {}

    static boolean wireChainWanted() {
        return WIRE_WANTED.get() != null;
    }

    /** Finds the staples of what the session's chain on the wire stands for. Never throws. */
    static void find(Object session) {
        FOUND.remove();
        if (Session.caCertificate() == null || wireChainWanted() || !(session instanceof SSLSession)) {
            return;
        }
        TrustLeaf leaf = leafOf((SSLSession) session);
        if (leaf != null && leaf.stapled()) {
            FOUND.set(leaf.staples());
        }
    }

    /** What {@link #find} found, once; null where there is nothing to replace. */
    static @Nullable List<byte[]> take() {
        List<byte[]> found = FOUND.get();
        FOUND.remove();
        return found;
    }

    private static @Nullable TrustLeaf leafOf(SSLSession session) {
        WIRE_WANTED.set(Boolean.TRUE);
        try {
            Certificate[] wire = session.getPeerCertificates();
            return wire == null || wire.length == 0 ? null : TrustBridge.leafOf(wire[0]);
        } catch (SSLPeerUnverifiedException e) {
            // Within the handshake a session has no certificates yet, and the trust manager asks for the staples then.
            return TrustVerdict.judged();
        } catch (Throwable e) {
            return null; // a session of the program's own kind; it keeps its own answer
        } finally {
            WIRE_WANTED.remove();
        }
    }
}
