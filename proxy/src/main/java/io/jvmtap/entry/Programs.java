package io.jvmtap.entry;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The JVMs that have a control connection open. Safe for use by many threads.
 *
 * <p>How one is let go: DETACH, and it opens no further connection; DETACHED, when none is on its way any more; and when
 * the last of those that are open has ended, its control connection is closed, which is its leave to forget us.
 */
public final class Programs {
    private final Map<Long, Channel> open = new HashMap<>();
    private final Map<Long, Integer> connections = new HashMap<>();
    private final Set<Long> settled = new HashSet<>();
    private List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private List<CompletableFuture<Void>> waitingForSettled = new ArrayList<>();

    /** A second control connection of a JVM replaces the first. */
    synchronized void joined(long jvm, Channel control) {
        Channel former = open.put(jvm, control);
        settled.remove(jvm);
        if (former != null) {
            former.close();
        }
    }

    /** @param farewell run if this was the JVM's current control connection, before anyone learns that it has gone */
    void left(long jvm, Channel control, Runnable farewell) {
        List<CompletableFuture<Void>> done = new ArrayList<>();
        synchronized (this) {
            if (!open.remove(jvm, control)) {
                return;
            }
            farewell.run();
            settled.remove(jvm);
            if (open.isEmpty()) {
                done.addAll(waiting);
                waiting = new ArrayList<>();
            }
            done.addAll(whoWaitedForSettled());
        }
        done.forEach(one -> one.complete(null));
    }

    /** A redirected connection of a JVM was accepted. */
    synchronized void opened(long jvm) {
        connections.merge(jvm, 1, Integer::sum);
    }

    synchronized void closed(long jvm) {
        if (connections.computeIfPresent(jvm, (id, count) -> count == 1 ? null : count - 1) == null) {
            release(jvm);
        }
    }

    /** DETACHED: every connection that the JVM will ever have here is here. */
    void settled(long jvm) {
        List<CompletableFuture<Void>> done;
        synchronized (this) {
            settled.add(jvm);
            done = whoWaitedForSettled();
            if (!connections.containsKey(jvm)) {
                release(jvm);
            }
        }
        done.forEach(one -> one.complete(null));
    }

    /** @return whether the JVM has a control connection to write to */
    synchronized boolean send(long jvm, ControlFrame frame) {
        Channel control = open.get(jvm);
        if (control == null) {
            return false;
        }
        control.writeAndFlush(Unpooled.wrappedBuffer(frame.bytes()), control.voidPromise());
        return true;
    }

    private void release(long jvm) {
        Channel control = open.get(jvm);
        if (control != null && settled.contains(jvm)) {
            control.close();
        }
    }

    private List<CompletableFuture<Void>> whoWaitedForSettled() {
        if (!settled.containsAll(open.keySet())) {
            return List.of();
        }
        List<CompletableFuture<Void>> done = waitingForSettled;
        waitingForSettled = new ArrayList<>();
        return done;
    }

    public synchronized int count() {
        return open.size();
    }

    /** How many redirected connections a program has open. */
    public synchronized int connections(String program) {
        return connections.entrySet().stream()
                .filter(each -> UniqueId.program(each.getKey()).equals(program))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** Completes when no program is there: at once if so already. */
    public synchronized CompletableFuture<Void> whenNone() {
        CompletableFuture<Void> none = new CompletableFuture<>();
        if (open.isEmpty()) {
            none.complete(null);
        } else {
            waiting.add(none);
        }
        return none;
    }

    /**
     * Tells every agent to let go: its hooks pass everything through from then on.
     *
     * @return completes when all have done so
     */
    public synchronized CompletableFuture<Void> detach() {
        open.values().forEach(Programs::detach);
        CompletableFuture<Void> all = new CompletableFuture<>();
        if (settled.containsAll(open.keySet())) {
            all.complete(null);
        } else {
            waitingForSettled.add(all);
        }
        return all;
    }

    /** The same for one program; false if it is not there. */
    public synchronized boolean detach(String program) {
        for (Map.Entry<Long, Channel> each : open.entrySet()) {
            if (UniqueId.program(each.getKey()).equals(program)) {
                detach(each.getValue());
                return true;
            }
        }
        return false;
    }

    private static void detach(Channel control) {
        byte[] frame = ControlFrame.of(ControlFrame.DETACH).bytes();
        control.writeAndFlush(Unpooled.wrappedBuffer(frame)).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
}
