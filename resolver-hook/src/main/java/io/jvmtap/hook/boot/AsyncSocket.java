package io.jvmtap.hook.boot;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** What the connect hook needs of {@code sun.nio.ch.UnixAsynchronousSocketChannelImpl}. Any thread. */
final class AsyncSocket {
    private static final MethodHandle CHECK;
    private static final MethodHandle BEGIN;
    private static final MethodHandle END;
    private static final MethodHandle FD_VALUE;
    private static final MethodHandle PORT;
    private static final MethodHandle START_POLL;

    static {
        try {
            Class<?> channel = Class.forName("sun.nio.ch.UnixAsynchronousSocketChannelImpl");
            Class<?> base = Class.forName("sun.nio.ch.AsynchronousSocketChannelImpl");
            MethodType action = MethodType.methodType(void.class, Object.class);
            CHECK = Privileged.method(channel, "checkConnect", int.class);
            BEGIN = Privileged.method(base, "begin").asType(action);
            END = Privileged.method(base, "end").asType(action);
            FD_VALUE = Privileged.getter(channel, "fdVal");
            PORT = Privileged.getter(channel, "port").asType(MethodType.methodType(Object.class, Object.class));
            START_POLL = Privileged.method(Class.forName("sun.nio.ch.Port"), "startPoll", int.class, int.class)
                    .asType(MethodType.methodType(void.class, Object.class, int.class, int.class));
        } catch (ReflectiveOperationException other) {
            throw new ExceptionInInitializerError(other);
        }
    }

    private AsyncSocket() {}

    /** Keeps the channel from being closed until {@link #end}; false if it is closed already. */
    static boolean begin(Object channel) {
        try {
            BEGIN.invokeExact(channel);
            return true;
        } catch (Throwable closed) {
            // It takes the lock before it looks.
            end(channel);
            return false;
        }
    }

    static void end(Object channel) {
        try {
            END.invokeExact(channel);
        } catch (Throwable suppressed) {
            ConnectBridge.STATS.failed();
        }
    }

    /** Has the channel's group call {@code onEvent} once, when one of these events comes. */
    static void awaitEvent(Object channel, int events) {
        if (!begin(channel)) {
            return;
        }
        try {
            START_POLL.invokeExact((Object) PORT.invokeExact(channel), (int) FD_VALUE.invokeExact(channel), events);
        } catch (Throwable suppressed) {
            ConnectBridge.STATS.failed();
        } finally {
            end(channel);
        }
    }

    /** Fails in the native check, since it is given no descriptor. */
    static void fail() throws IOException {
        try {
            CHECK.invokeExact(-1);
        } catch (Throwable thrown) {
            throw Privileged.asIo(thrown);
        }
    }
}
