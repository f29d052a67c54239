package io.jvmtap.ca;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One key pair for each kind, for the life of the process: an RSA-2048 pair takes about 150 ms and an RSA-4096 pair
 * seconds. The leaves that share a key are all ours and all in this process, so sharing gives nothing away. Any
 * thread; blocks while the first pair of a kind is made.
 */
final class LeafKeys {
    private final Map<KeyKind, Slot> slots = new ConcurrentHashMap<>();

    /** The pair of that kind, or the P-256 pair where this JDK cannot make that kind. */
    KeyPair pair(KeyKind kind) throws GeneralSecurityException {
        try {
            return slots.computeIfAbsent(kind, Slot::new).pair();
        } catch (GeneralSecurityException unknownCurve) {
            if (kind.equals(KeyKind.P256)) {
                throw unknownCurve;
            }
            return pair(KeyKind.P256);
        }
    }

    /** Made outside of the map's own lock, so that a slow RSA pair holds up no other kind. */
    private static final class Slot {
        private final KeyKind kind;
        private @Nullable KeyPair pair;

        Slot(KeyKind kind) {
            this.kind = kind;
        }

        synchronized KeyPair pair() throws GeneralSecurityException {
            if (pair == null) {
                pair = kind.generate();
            }
            return pair;
        }
    }
}
