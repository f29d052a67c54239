package io.jvmtap.tls;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Sends a chosen alert through an engine. JSSE has no API for that, so this reaches into {@code sun.security.ssl}, which
 * our own manifest opens; where it is closed, the engine fails without the right code.
 */
public final class EngineAlerts {
    private EngineAlerts() {}

    /**
     * Ends the engine's connection with a fatal alert, which the next wrap puts out.
     *
     * @throws SSLException always when it worked: it is how the engine reports its end
     */
    static void fatal(SSLEngine engine, int code) throws SSLException {
        SSLEngine real = engine instanceof OffLoopEngine wrapped ? wrapped.engine() : engine;
        try {
            Field context = real.getClass().getDeclaredField("conContext");
            context.setAccessible(true);
            Object transport = context.get(real);
            Class<?> alerts = Class.forName("sun.security.ssl.Alert");
            Method byCode = alerts.getDeclaredMethod("valueOf", byte.class);
            byCode.setAccessible(true);
            Method fatal = transport.getClass().getDeclaredMethod("fatal", alerts, String.class);
            fatal.setAccessible(true);
            fatal.invoke(transport, byCode.invoke(null, (byte) code), "relayed from the other side");
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SSLException expected) {
                throw expected;
            }
            throw new SSLException("relayed from the other side", e.getCause());
        } catch (ReflectiveOperationException | RuntimeException closed) {
            // Another engine than the JDK's, or a JVM that does not open it to us: it is closed without an alert then.
            engine.closeOutbound();
        }
    }

    /** The same where there is nobody to be told of the end. */
    public static void queue(SSLEngine engine, int code) {
        try {
            fatal(engine, code);
        } catch (SSLException expected) {
            // The engine's way to say that it has ended.
        }
    }
}
