package io.jvmtap.entry;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The JVMs that have a control connection open. Safe for use by many threads. */
public final class Programs {
    private final Map<Long, Channel> open = new HashMap<>();
    private List<CompletableFuture<Void>> waiting = new ArrayList<>();

    /** A second control connection of a JVM replaces the first. */
    synchronized void joined(long jvm, Channel control) {
        Channel former = open.put(jvm, control);
        if (former != null) {
            former.close();
        }
    }

    /** @param farewell run if this was the JVM's current control connection, before anyone learns that it has gone */
    void left(long jvm, Channel control, Runnable farewell) {
        List<CompletableFuture<Void>> done = List.of();
        synchronized (this) {
            if (!open.remove(jvm, control)) {
                return;
            }
            farewell.run();
            if (open.isEmpty()) {
                done = waiting;
                waiting = new ArrayList<>();
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

    public synchronized int count() {
        return open.size();
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

    /** Tells every agent to let go: its hooks pass everything through from then on. */
    public synchronized void detach() {
        byte[] frame = ControlFrame.of(ControlFrame.DETACH).bytes();
        for (Channel control : open.values()) {
            control.writeAndFlush(Unpooled.wrappedBuffer(frame)).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
    }
}
