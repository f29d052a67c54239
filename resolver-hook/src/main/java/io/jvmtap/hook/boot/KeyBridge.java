package io.jvmtap.hook.boot;

import java.security.PrivateKey;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * What woven {@code getPrivateKey} methods call: remembers which key a key manager gave out, for {@link KeyRing}. The
 * key manager's own answer goes on as it is. No method throws. Any thread may call them.
 */
public final class KeyBridge {
    private static final HookStats KEY = HookStats.of("trust.key");

    /** Who was asked last on this thread, and for which alias; a woven method must not get new local variables. */
    private static final ThreadLocal<Object @Nullable []> ASKED = new ThreadLocal<Object @Nullable []>();

    private KeyBridge() {}

    /** On entry of a {@code getPrivateKey}. */
    public static void ask(Object asked, @Nullable String alias) {
        try {
            KEY.ran();
            if (asked instanceof X509KeyManager && alias != null && Session.current() != null) {
                ASKED.set(new Object[] {asked, alias});
            }
        } catch (Throwable suppressed) {
            KEY.failed();
        }
    }

    /** On its exit. Where key managers nest, the innermost is the first to get here, and has the key. */
    public static void given(@Nullable PrivateKey key) {
        try {
            Object[] asked = ASKED.get();
            if (asked == null) {
                return;
            }
            ASKED.remove();
            if (key != null) {
                KeyRing.keep((X509KeyManager) asked[0], (String) asked[1], key);
            }
        } catch (Throwable suppressed) {
            KEY.failed();
        }
    }
}
