package io.jvmtap.hook.boot;

import java.io.File;
import java.io.FileInputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which JVM this is: its random half of unique ids, its process id. The half is drawn anew for each session, so that no
 * proxy meets a program again that it has seen end.
 */
public final class Identity {
    private static final long PID = findPid();
    private static final AtomicLong CONNECTIONS = new AtomicLong();
    private static volatile long jvm = draw();

    private Identity() {}

    /** Unique id of the control connection. */
    public static byte[] control() {
        return id(jvm, 0);
    }

    /** Another session begins. */
    public static void begin() {
        jvm = draw();
    }

    /** A fresh unique id for a redirected connection; counts from 1. */
    static byte[] next() {
        return id(jvm, CONNECTIONS.incrementAndGet());
    }

    /** Whether a unique id is that of a connection which this JVM has redirected. */
    static boolean made(byte[] id) {
        ByteBuffer parts = ByteBuffer.wrap(id);
        long drawn = parts.getLong();
        long connection = parts.getLong();
        return drawn == jvm && connection > 0 && connection <= CONNECTIONS.get();
    }

    static byte[] id(long jvm, long connection) {
        return ByteBuffer.allocate(16).putLong(jvm).putLong(connection).array();
    }

    /** Process id, 0 where it cannot be known cheaply. */
    public static long pid() {
        return PID;
    }

    private static long draw() {
        byte[] bytes = new byte[8];
        try (FileInputStream random = new FileInputStream("/dev/urandom")) {
            if (random.read(bytes) == bytes.length) {
                return ByteBuffer.wrap(bytes).getLong();
            }
        } catch (Exception notUnix) {
            // Uniqueness is all that is needed, so time and an object's hash do.
        }
        return System.currentTimeMillis() << 20 ^ System.nanoTime() ^ System.identityHashCode(bytes);
    }

    private static long findPid() {
        try {
            return Long.parseLong(new File("/proc/self").getCanonicalFile().getName());
        } catch (Exception notLinux) {
            return pidFromHandle();
        }
    }

    private static long pidFromHandle() {
        try {
            Class<?> handle = Class.forName("java.lang.ProcessHandle");
            Object current = handle.getMethod("current").invoke(null);
            Object pid = handle.getMethod("pid").invoke(current);
            return pid instanceof Long ? (Long) pid : 0;
        } catch (Exception before9) {
            return 0;
        }
    }
}
