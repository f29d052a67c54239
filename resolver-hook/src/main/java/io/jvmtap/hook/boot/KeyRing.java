package io.jvmtap.hook.boot;

import java.lang.ref.WeakReference;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The private keys that the program's key managers gave out of late. Bounded; held for as long as a handshake may take,
 * after that only while the program holds them itself. Thread-safe.
 */
public final class KeyRing {
    /** Distinct keys; a program has one or two. */
    private static final int MAX = 64;

    /** In TLS 1.3 a program is done with its key before we need it; a slow server's handshake has its time. */
    private static final long HELD_NANOS = 60_000_000_000L;

    private static final LinkedList<Entry> ENTRIES = new LinkedList<Entry>();

    private KeyRing() {}

    static void keep(X509KeyManager from, String alias, PrivateKey key) {
        synchronized (ENTRIES) {
            for (Iterator<Entry> all = ENTRIES.iterator(); all.hasNext(); ) {
                Entry entry = all.next();
                if (entry.key.get() == key && entry.from.get() == from && entry.alias.equals(alias)) {
                    all.remove();
                    break;
                }
            }
            ENTRIES.addFirst(new Entry(from, alias, key));
            if (ENTRIES.size() > MAX) {
                ENTRIES.removeLast();
            }
        }
    }

    /** Lets go of what is not needed any more; called now and then. */
    public static void sweep() {
        long now = System.nanoTime();
        synchronized (ENTRIES) {
            for (Iterator<Entry> all = ENTRIES.iterator(); all.hasNext(); ) {
                Entry entry = all.next();
                if (now - entry.since > HELD_NANOS) {
                    entry.held = null;
                }
                if (entry.key.get() == null || entry.from.get() == null) {
                    all.remove();
                }
            }
        }
    }

    /**
     * The key whose certificate has this public key. Asks key managers for their chains, which is the program's code: on
     * a thread of ours only.
     *
     * @param publicKeySha256 of the SubjectPublicKeyInfo
     */
    static @Nullable PrivateKey find(byte[] publicKeySha256) {
        List<Entry> entries;
        synchronized (ENTRIES) {
            entries = new ArrayList<Entry>(ENTRIES);
        }
        for (Entry entry : entries) {
            PrivateKey key = entry.key.get();
            X509KeyManager from = entry.from.get();
            if (key != null && from != null && Arrays.equals(publicKeySha256, publicKey(from, entry.alias))) {
                return key;
            }
        }
        return null;
    }

    private static byte @Nullable [] publicKey(X509KeyManager from, String alias) {
        try {
            X509Certificate[] chain = from.getCertificateChain(alias);
            return chain == null || chain.length == 0
                    ? null
                    : new Sha256().update(chain[0].getPublicKey().getEncoded()).digest();
        } catch (RuntimeException e) {
            return null; // the program's own key manager; another entry may do
        }
    }

    private static final class Entry {
        final WeakReference<X509KeyManager> from;
        final WeakReference<PrivateKey> key;
        final String alias;
        final long since = System.nanoTime();

        /** Keeps both alive for a while. */
        @Nullable
        Object held;

        Entry(X509KeyManager from, String alias, PrivateKey key) {
            this.from = new WeakReference<X509KeyManager>(from);
            this.key = new WeakReference<PrivateKey>(key);
            this.alias = alias;
            this.held = new Object[] {from, key};
        }
    }
}
