package io.jvmtap.hook.boot;

import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What woven methods call to show the program the chain that the real server sent, instead of the minted one on the wire
 * (WIRE.md, 6). Nothing here accepts a chain: the program's own trust managers judge the real one. Whatever goes wrong
 * leaves a chain as it is, and the program then refuses it, since it does not know the local CA.
 *
 * <p>No method throws. Any thread may call them.
 */
public final class TrustBridge {

    private static final HookStats CHECK = HookStats.of("trust.check");
    private static final HookStats SESSION = HookStats.of("trust.session");
    private static final HookStats NAMES = HookStats.of("trust.ktor");
    private static final HookStats STAPLES = HookStats.of("trust.staples");

    private TrustBridge() {}

    /** The real chain for a chain of ours, in an array of the same type; any other chain as it is. */
    public static X509Certificate @Nullable [] real(X509Certificate @Nullable [] chain) {
        TrustLeaf leaf = leafOf(chain);
        return (X509Certificate[]) replaced(chain, leaf);
    }

    /** The same for a list; the answer to a chain of ours is a new list. */
    public static @Nullable List<?> real(@Nullable List<?> chain) {
        TrustLeaf leaf = leafOf(chain);
        return replaced(chain, leaf);
    }

    /**
     * On entry of a {@code checkServerTrusted}; each call is followed by one of {@link #accepted} or {@link #refused}.
     *
     * @param judge the trust manager, or the name of its class where the method is static
     * @param socket the socket among the arguments, if there is one
     * @return the chain to judge, as {@link #real} has it
     */
    public static X509Certificate @Nullable [] enter(
            X509Certificate @Nullable [] chain, Object judge, @Nullable Socket socket) {
        CHECK.ran();
        TrustLeaf leaf = leafOf(chain);
        TrustVerdict.enter(leaf, judge, socket);
        return (X509Certificate[]) replaced(chain, leaf);
    }

    /** The same for an overload that takes a list. */
    public static @Nullable List<?> enter(@Nullable List<?> chain, Object judge, @Nullable Socket socket) {
        CHECK.ran();
        TrustLeaf leaf = leafOf(chain);
        TrustVerdict.enter(leaf, judge, socket);
        return replaced(chain, leaf);
    }

    /** On normal exit of a {@code checkServerTrusted}. */
    public static void accepted() {
        TrustVerdict.exit(null);
    }

    /** On exceptional exit of a {@code checkServerTrusted}; the exception goes on as it is. */
    public static void refused(Throwable cause) {
        TrustVerdict.exit(cause);
    }

    /** On exit of a {@code getPeerCertificates}: what the program is to see. */
    public static Certificate @Nullable [] shown(Certificate @Nullable [] chain) {
        SESSION.ran();
        TrustLeaf leaf = TrustStaples.wireChainWanted() ? null : leafOf(chain);
        return replaced(chain, leaf);
    }

    /** The same for one that is declared with the narrower type. */
    public static X509Certificate @Nullable [] shown(X509Certificate @Nullable [] chain) {
        SESSION.ran();
        TrustLeaf leaf = TrustStaples.wireChainWanted() ? null : leafOf(chain);
        return (X509Certificate[]) replaced(chain, leaf);
    }

    /** What a client that compares names with the certificate on the wire is to compare them with. */
    public static @Nullable X509Certificate named(@Nullable X509Certificate certificate) {
        NAMES.ran();
        TrustLeaf leaf = leafOf(certificate);
        return leaf == null ? certificate : leaf.real();
    }

    /** On entry of a {@code getStatusResponses} of this session. */
    public static void askStaples(Object session) {
        STAPLES.ran();
        TrustStaples.find(session);
    }

    /** On exit of a {@code getStatusResponses}: the real server's OCSP staples for a session of ours that has some. */
    public static @Nullable List<?> staples(@Nullable List<?> own) {
        List<?> real = TrustStaples.take();
        return real == null ? own : real;
    }

    /** What a certificate of ours stands for; null for any other, and where it cannot be told. */
    static @Nullable TrustLeaf leafOf(@Nullable Object certificate) {
        try {
            if (!(certificate instanceof X509Certificate)) {
                return null;
            }
            TrustAuthority authority = TrustAuthority.current();
            return authority == null ? null : authority.leafOf((X509Certificate) certificate);
        } catch (Throwable e) {
            CHECK.failed();
            // Left alone the chain is refused, unless the program trusts all: as safe as untapped, and never more.
            return null;
        }
    }

    private static @Nullable TrustLeaf leafOf(Certificate @Nullable [] chain) {
        return chain == null || chain.length == 0 ? null : leafOf(chain[0]);
    }

    private static @Nullable TrustLeaf leafOf(@Nullable List<?> chain) {
        try {
            return chain == null || chain.isEmpty() ? null : leafOf(chain.get(0));
        } catch (RuntimeException e) {
            return null; // a list of the program's own that fails will do so again, in the program's hands
        }
    }

    /** The chain with the real leaf first, in an array of its own type unless the leaf does not fit into that. */
    private static Certificate @Nullable [] replaced(Certificate @Nullable [] chain, @Nullable TrustLeaf leaf) {
        if (chain == null || leaf == null) {
            return chain;
        }
        Certificate[] real = chain.getClass().getComponentType().isInstance(leaf.real())
                ? chain.clone()
                : Arrays.copyOf(chain, chain.length, X509Certificate[].class);
        real[0] = leaf.real();
        return real;
    }

    private static @Nullable List<?> replaced(@Nullable List<?> chain, @Nullable TrustLeaf leaf) {
        if (chain == null || leaf == null) {
            return chain;
        }
        List<Object> real = new ArrayList<Object>(chain);
        real.set(0, leaf.real());
        return real;
    }
}
