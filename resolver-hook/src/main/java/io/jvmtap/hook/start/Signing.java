package io.jvmtap.hook.start;

import io.jvmtap.hook.boot.Fields;
import io.jvmtap.hook.boot.HookStats;
import io.jvmtap.hook.boot.Reports;
import io.jvmtap.hook.boot.Session;
import io.jvmtap.hook.boot.SignRequest;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Answers SIGN frames on threads of its own, which are there only while there is something to sign: a key may be in a
 * token that takes its time, and neither the control connection nor any thread of the program's is to wait for it.
 */
final class Signing {
    private static final int SIGNED = 0x08;

    /** Signatures at once; more wait. */
    private static final int THREADS = 2;

    /** Requests that may wait: more than a program opens connections in the time that one takes. */
    private static final int WAITING = 256;

    private final Session session;
    private final ThreadPoolExecutor threads;

    Signing(Session session) {
        this.session = session;
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<Runnable>(WAITING),
                new ThreadFactory() {
                    @Override
                    public Thread newThread(Runnable task) {
                        return ControlConnection.daemon(task, "jvmtap-sign");
                    }
                });
        threads.allowCoreThreadTimeOut(true);
    }

    void answer(final long number, final SignRequest request) {
        try {
            threads.execute(new Runnable() {
                @Override
                public void run() {
                    sign(number, request);
                }
            });
        } catch (RejectedExecutionException full) {
            refuse(number, "too many requests at once");
        }
    }

    private void sign(long number, SignRequest request) {
        try {
            Reports.send(new Fields(SIGNED)
                    .u64(1, number)
                    .bytes(2, request.sign(session))
                    .frame());
        } catch (Exception | LinkageError e) {
            HookStats.of("trust.key").failed();
            refuse(number, e.getMessage() == null ? e.getClass().getName() : e.getMessage());
        }
    }

    private static void refuse(long number, String why) {
        Reports.send(new Fields(SIGNED).u64(1, number).text(3, why).frame());
    }
}
