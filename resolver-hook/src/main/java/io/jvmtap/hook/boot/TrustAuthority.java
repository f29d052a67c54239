package io.jvmtap.hook.boot;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * The local CA as the trust hook knows it: tells which certificates it signed. Made of the session's CA certificate when
 * the first certificate comes by, not at agent start, since that would load security providers before the program does.
 *
 * <p>Two caches, both bounded: by identity, without a lock, for the same object asked about again and again; and by
 * SHA-256, because many TLS stacks make a new object of the same leaf for each handshake. No lock is held while a
 * signature is verified. Thread-safe.
 */
final class TrustAuthority {

    /** A power of two; a program has some dozens of sessions and roots in use at a time, and a miss costs a hash only. */
    private static final int SLOTS = 256;
    /** Distinct minted leaves remembered: one per host, some 10 kB of heap each. */
    private static final int MAX_LEAVES = 256;

    private static volatile @Nullable TrustAuthority latest;

    private final byte[] der;
    private final X500Principal subject;
    private final PublicKey key;
    private final AtomicReferenceArray<@Nullable Slot> slots = new AtomicReferenceArray<@Nullable Slot>(SLOTS);
    private final Map<ByteBuffer, TrustLeaf> leaves = new Leaves();

    private TrustAuthority(byte[] der) throws CertificateException {
        X509Certificate certificate = TrustLeaf.certificate(der);
        this.der = der;
        this.subject = certificate.getSubjectX500Principal();
        this.key = certificate.getPublicKey();
    }

    /**
     * The CA of the session.
     *
     * @return null where the session has none: then no hook acts
     * @throws CertificateException when it cannot be parsed
     */
    static @Nullable TrustAuthority current() throws CertificateException {
        byte[] der = Session.caCertificate();
        if (der == null) {
            return null;
        }
        TrustAuthority known = latest;
        if (known == null || !(known.der == der || Arrays.equals(known.der, der))) {
            known = new TrustAuthority(der);
            latest = known;
        }
        return known;
    }

    /**
     * What a certificate stands for, if this CA signed it. A name alone proves nothing: the signature must verify.
     *
     * @return null for any other certificate, and for one that carries no real leaf
     * @throws GeneralSecurityException when the signature is not the CA's, or what the leaf carries cannot be read
     */
    @Nullable
    TrustLeaf leafOf(X509Certificate certificate) throws GeneralSecurityException {
        int index = System.identityHashCode(certificate) & SLOTS - 1;
        Slot slot = slots.get(index);
        if (slot == null || slot.get() != certificate) {
            slot = new Slot(
                    certificate, subject.equals(certificate.getIssuerX500Principal()) ? read(certificate) : null);
            slots.set(index, slot);
        }
        return slot.leaf;
    }

    private @Nullable TrustLeaf read(X509Certificate minted) throws GeneralSecurityException {
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(minted.getEncoded());
        ByteBuffer id = ByteBuffer.wrap(sha256);
        TrustLeaf leaf;
        synchronized (leaves) {
            leaf = leaves.get(id);
        }
        if (leaf == null) {
            minted.verify(key);
            leaf = TrustLeaf.read(minted, sha256);
            if (leaf != null) {
                synchronized (leaves) {
                    leaves.put(id, leaf);
                }
            }
        }
        return leaf;
    }

    /** An answer for one certificate object, which it does not keep alive. */
    private static final class Slot extends WeakReference<X509Certificate> {
        final @Nullable TrustLeaf leaf;

        Slot(X509Certificate certificate, @Nullable TrustLeaf leaf) {
            super(certificate);
            this.leaf = leaf;
        }
    }

    /** The leaves used last. */
    private static final class Leaves extends LinkedHashMap<ByteBuffer, TrustLeaf> {
        private static final long serialVersionUID = 1L;

        Leaves() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, TrustLeaf> eldest) {
            return size() > MAX_LEAVES;
        }
    }
}
