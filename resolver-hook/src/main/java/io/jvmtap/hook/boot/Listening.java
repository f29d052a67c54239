package io.jvmtap.hook.boot;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where no connect is hooked, the proxy listens on loopback addresses of its choosing, one for each real address of a
 * name. A lookup asks it for them, once, and waits: before the proxy listens there is nothing to connect to.
 */
public final class Listening {
    /** The proxy binds a few sockets; the same second that an ACK may take (WIRE.md section 2). */
    private static final long LIMIT_MILLIS = 1000;

    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final ConcurrentHashMap<Long, Question> OPEN = new ConcurrentHashMap<Long, Question>();

    private Listening() {}

    private static final class Question {
        final CountDownLatch answered = new CountDownLatch(1);
        volatile List<byte[]> chosen = Collections.emptyList();
        volatile String failure = "no answer from the proxy";
    }

    /** Loopback addresses that the proxy listens on, or the real ones, and a report why, if it does not. */
    static InetAddress[] instead(Session session, String name, InetAddress[] real) throws UnknownHostException {
        InetAddress[] known = AddressMap.given(name, real);
        if (!ProxyState.usable()) {
            // What was given is of no use now, and failing closed needs no help: nobody listens there.
            Reports.bypass(name, 0, "no proxy");
            ProxyState.sayOnce(session);
            return known != null && session.failClosed() ? known : real;
        }
        if (known != null) {
            return known;
        }
        Question question = ask(name, real);
        if (question.chosen.size() != real.length) {
            Reports.bypass(name, 0, question.failure);
            return real;
        }
        return AddressMap.adopt(name, real, question.chosen);
    }

    private static Question ask(String name, InetAddress[] real) {
        Question question = new Question();
        long number = NUMBERS.incrementAndGet();
        OPEN.put(number, question);
        Reports.listen(number, name, Arrays.asList(real));
        try {
            question.answered.await(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            // The program's interrupt, for whatever it waits for next.
            Thread.currentThread().interrupt();
        }
        OPEN.remove(number);
        return question;
    }

    /** LISTENING came: called by the thread that reads the control connection. */
    public static void answered(long number, byte[] addresses, @Nullable String failure) {
        Question question = OPEN.get(number);
        if (question == null) {
            return;
        }
        List<byte[]> chosen = new ArrayList<byte[]>();
        // ADDRESSES, all of them IPv4: a family byte, then four.
        for (int at = 0; at + 5 <= addresses.length; at += 5) {
            chosen.add(Arrays.copyOfRange(addresses, at + 1, at + 5));
        }
        question.failure = failure == null ? "the proxy listens on too few addresses" : failure;
        question.chosen = chosen;
        question.answered.countDown();
    }
}
