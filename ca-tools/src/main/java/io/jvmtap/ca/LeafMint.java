package io.jvmtap.ca;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Leaves on demand. Minting (1-6 ms; the first RSA key of a size 0.1 to several s) runs on the executor given, never
 * on the caller's thread; who asks for the same leaf meanwhile waits for the same minting. Leaves are kept, the least
 * recently used goes first; a failure is not kept. Any thread may call. Failures arrive through the future, as
 * {@link CaException}.
 */
public final class LeafMint {
    /** About 5 kB each, so 5 MB; a browser session of a day sees a few hundred hosts. */
    private static final int KEPT = 1000;

    private final LeafBuilder builder;
    private final LeafKeys keys = new LeafKeys();
    private final Executor executor;
    private final Map<String, CompletableFuture<MintedLeaf>> leaves;

    public LeafMint(CertificateAuthority authority, Executor executor) {
        this(authority, executor, Clock.systemUTC(), KEPT);
    }

    LeafMint(CertificateAuthority authority, Executor executor, Clock clock, int kept) {
        this.builder = new LeafBuilder(authority, keys, clock);
        this.executor = executor;
        this.leaves = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, CompletableFuture<MintedLeaf>> eldest) {
                return size() > kept;
            }
        };
    }

    /** As {@link #mirror(List, List)}, for a server that stapled nothing. */
    public CompletableFuture<MintedLeaf> mirror(List<X509Certificate> realChain) {
        return mirror(realChain, List.of());
    }

    /**
     * The leaf that stands in for a real one, which it carries inside ({@code resolver-hook/WIRE.md} section 6): same
     * subject, validity, key usages and kind of key, signed by the local CA. RSA keys are as long as the real one,
     * within 512 and 4096 bits; keys of kinds or curves that the JDK cannot make become P-256. The chain to send is this leaf,
     * then {@code realChain} without its first.
     *
     * @param realChain as the server sent it, leaf first, not empty; the same leaf in another chain is another case,
     *     because clients and contexts must tell them apart
     * @param staples the OCSP responses that the server sent, DER
     */
    public CompletableFuture<MintedLeaf> mirror(List<X509Certificate> realChain, List<byte[]> staples) {
        X509Certificate leaf = realChain.get(0);
        List<byte[]> copies = List.copyOf(staples);
        String key;
        try {
            key = digest(realChain, copies);
        } catch (GeneralSecurityException failure) {
            return CompletableFuture.failedFuture(unmintable(failure));
        }
        return leaf(key, () -> builder.mirror(leaf, copies));
    }

    /**
     * A leaf for a host name or literal address, for clients that trust the CA and have no agent: P-256, at most 397 days.
     *
     * @param host case, a final dot, brackets and an address's zone do not matter
     */
    public CompletableFuture<MintedLeaf> forName(String host) {
        HostName name;
        try {
            name = HostName.of(host);
        } catch (CaException noName) {
            return CompletableFuture.failedFuture(noName);
        }
        return leaf("name " + name.text(), () -> builder.named(name));
    }

    /**
     * A leaf for clients that trust the CA and have no agent, in the place of a real one: same subject, host names and kind
     * of key, of our own validity. To be shown only where the real chain was verified, or where the user waived that.
     *
     * @param realLeaf as the server sent it
     * @param hosts what the leaf is to be valid for besides, as the client asked for it
     */
    public CompletableFuture<MintedLeaf> standIn(X509Certificate realLeaf, List<String> hosts) {
        String key;
        List<HostName> names;
        try {
            names = hosts.stream().map(HostName::of).distinct().toList();
            key = "stand-in " + digest(List.of(realLeaf), List.of())
                    + names.stream().map(HostName::text).toList();
        } catch (CaException noName) {
            return CompletableFuture.failedFuture(noName);
        } catch (GeneralSecurityException failure) {
            return CompletableFuture.failedFuture(unmintable(failure));
        }
        return leaf(key, () -> builder.standIn(realLeaf, names));
    }

    /** Makes the usual keys and loads the classes in the background, so that the first connection need not wait. */
    public void warmUp() {
        executor.execute(() -> {
            try {
                builder.named(HostName.of("warm-up.invalid"));
                keys.pair(KeyKind.RSA_2048);
            } catch (Exception ignored) {
                // The first real minting meets the same failure, and has someone to report it to.
            }
        });
    }

    private CompletableFuture<MintedLeaf> leaf(String key, Callable<MintedLeaf> minting) {
        CompletableFuture<MintedLeaf> made = new CompletableFuture<>();
        synchronized (leaves) {
            CompletableFuture<MintedLeaf> known = leaves.putIfAbsent(key, made);
            if (known != null) {
                // A copy: one who cancels must not cancel for the others.
                return known.copy();
            }
        }
        try {
            executor.execute(() -> mint(key, made, minting));
        } catch (RuntimeException rejected) {
            fail(key, made, rejected);
        }
        return made.copy();
    }

    private void mint(String key, CompletableFuture<MintedLeaf> made, Callable<MintedLeaf> minting) {
        try {
            made.complete(minting.call());
        } catch (Throwable failure) {
            // Errors too: a future that never completes would hold the connection for ever.
            fail(key, made, failure);
        }
    }

    private void fail(String key, CompletableFuture<MintedLeaf> made, Throwable failure) {
        synchronized (leaves) {
            leaves.remove(key, made);
        }
        made.completeExceptionally(unmintable(failure));
    }

    private static CaException unmintable(Throwable failure) {
        return new CaException(
                "no leaf could be minted (" + failure + ")", "report it with the server's certificate", failure);
    }

    /** Lengths are part of it, so that no two lists run into the same bytes. */
    private static String digest(List<X509Certificate> chain, List<byte[]> staples) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(chain.size()).flip());
        for (X509Certificate certificate : chain) {
            update(digest, certificate.getEncoded());
        }
        for (byte[] staple : staples) {
            update(digest, staple);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
        digest.update(part);
    }
}
