package io.jvmtap.hook.boot;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What hooks have to tell the proxy: frames, queued for the control connection. Never blocks and never throws; what does
 * not fit is dropped and counted. Called from any thread.
 */
public final class Reports {
    /** Frames that may wait; at some 200 bytes each that is 2 MB, and the control thread drains 100,000 a second. */
    static final int CAPACITY = 10_000;

    private static final LinkedBlockingQueue<byte[]> QUEUE = new LinkedBlockingQueue<byte[]>(CAPACITY);
    private static final AtomicLong DROPPED = new AtomicLong();
    private static final AtomicLong TAPPED = new AtomicLong();
    private static final AtomicLong BYPASSED = new AtomicLong();

    private Reports() {}

    /**
     * LOOKUP.
     *
     * @param original what the program's resolver answered, empty on failure
     * @param given what the program got instead
     * @param failure class and message of the exception, null on success
     */
    public static void lookup(
            String name, List<InetAddress> original, List<InetAddress> given, long nanos, @Nullable String failure) {
        Fields frame = new Fields(0x02).text(1, name);
        if (!original.isEmpty()) {
            frame.addresses(2, original).addresses(3, given);
        }
        frame.u64(4, nanos).text(5, thread()).text(6, failure).u64(7, now());
        send(frame.frame());
    }

    /**
     * TRUST: what the program itself thought of a chain that we handed it.
     *
     * @param leafSha256 digest of the minted leaf
     * @param localPort of the program's socket, 0 where unknown
     * @param judge class of the trust manager
     */
    public static void trust(
            byte[] leafSha256,
            int localPort,
            boolean accepted,
            String judge,
            @Nullable String exceptionClass,
            @Nullable String exceptionMessage) {
        send(new Fields(0x03)
                .bytes(1, leafSha256)
                .u16(2, localPort)
                .flag(3, accepted)
                .text(4, judge)
                .text(5, exceptionClass)
                .text(6, exceptionMessage)
                .u64(7, now())
                .text(8, thread())
                .frame());
    }

    /**
     * CALLER: who sends what follows on a connection.
     *
     * @param frames none where they were not taken
     * @param layer see {@link Sender}
     * @param offset bytes that the program sent before in that layer
     */
    static void caller(byte[] id, List<String> frames, int layer, long offset) {
        StringBuilder lines = new StringBuilder(frames.size() * 80);
        for (String frame : frames) {
            if (lines.length() > 0) {
                lines.append('\n');
            }
            lines.append(frame);
        }
        send(new Fields(0x04)
                .bytes(1, id)
                .text(2, thread())
                .text(3, lines.toString())
                .u64(4, now())
                .u64(5, offset)
                .flag(6, layer == Sender.TLS)
                .frame());
    }

    /** BYPASS: a selected connection that went, or was refused, without the proxy. */
    public static void bypass(String name, int port, String reason) {
        BYPASSED.incrementAndGet();
        Untapped.count(reason);
        send(new Fields(0x06)
                .text(1, name)
                .u16(2, port)
                .text(3, reason)
                .text(4, thread())
                .u64(5, now())
                .frame());
    }

    /** LISTEN: asks the proxy to listen on a loopback address for each of these. */
    static void listen(long number, String name, List<InetAddress> original) {
        send(new Fields(0x0D)
                .u64(1, number)
                .text(2, name)
                .addresses(3, original)
                .frame());
    }

    /** BYPASS: a connection that was open before the agent came, of which the address is all that is known. */
    public static void earlier(String address, int port) {
        BYPASSED.incrementAndGet();
        Untapped.count("opened before attach");
        Untapped.place(address, port);
        send(new Fields(0x06)
                .text(1, address)
                .u16(2, port)
                .text(3, "opened before attach")
                .u64(5, now())
                .frame());
    }

    /** Another proxy is told from now on: what was meant for the former is dropped, and counting begins anew. */
    public static void begin() {
        QUEUE.clear();
        TAPPED.set(0);
        BYPASSED.set(0);
        Untapped.begin();
    }

    /** CHILD: a process was started; pid 0 where unknown. */
    public static void child(long pid, String command, boolean tapped) {
        send(new Fields(0x0A).u64(1, pid).text(2, command).flag(3, tapped).frame());
    }

    /** Counts a connection that got through the proxy. */
    static void tapped() {
        TAPPED.incrementAndGet();
    }

    /** COVERAGE as it is now. */
    public static byte[] coverage() {
        Fields frame = new Fields(0x05);
        for (HookStats hook : HookStats.all()) {
            String line = hook.name() + '\t' + hook.state() + '\t' + hook.runs() + '\t' + hook.errors();
            frame.text(1, line);
        }
        frame.u64(2, TAPPED.get()).u64(3, BYPASSED.get()).u64(4, HookStats.allErrors());
        for (String reason : Untapped.reasons()) {
            frame.text(5, reason);
        }
        for (String place : Untapped.places()) {
            frame.text(6, place);
        }
        return frame.u64(7, DROPPED.get()).frame();
    }

    /** Changes whenever COVERAGE would say something else that matters before the end. */
    public static long coverageMark() {
        long mark = TAPPED.get() + DROPPED.get() + HookStats.allErrors();
        for (String reason : Untapped.reasons()) {
            mark = 31 * mark + reason.hashCode();
        }
        for (HookStats hook : HookStats.all()) {
            mark += hook.state().hashCode();
        }
        return mark + Untapped.places().size();
    }

    /** Queues a finished frame. */
    public static void send(byte[] frame) {
        if (!QUEUE.offer(frame)) {
            DROPPED.incrementAndGet();
        }
    }

    /** For the control thread: the next frame, null if none came in time. */
    public static byte @Nullable [] next(long millis) throws InterruptedException {
        return QUEUE.poll(millis, TimeUnit.MILLISECONDS);
    }

    public static boolean isEmpty() {
        return QUEUE.isEmpty();
    }

    /** Frames that did not fit. */
    public static long dropped() {
        return DROPPED.get();
    }

    /** Microseconds since the epoch. */
    public static long now() {
        return System.currentTimeMillis() * 1000;
    }

    private static String thread() {
        return Thread.currentThread().getName();
    }
}
