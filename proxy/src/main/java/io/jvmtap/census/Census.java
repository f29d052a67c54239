package io.jvmtap.census;

import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.flow.Stamp;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Compares the sockets that a program has with those that its hooks know of. What no hook saw becomes a
 * {@link FlowEvent.Bypassed}. Stands before the other sinks, so that nothing is said of a program after its end.
 *
 * <p>Looks once a second; a connection that opens and closes between two looks is missed. Hooks report within a second
 * where they let a connection go, so a stranger is given a little longer than that before it is called one.
 */
public final class Census implements FlowSink, AutoCloseable {
    /** What the agent counts by itself is never called this. */
    public static final String UNSEEN = "no hook saw it";

    /** The agent's own word for what it found open; here for what it could not read. */
    public static final String BEFORE = "opened before attach";

    private static final long LOOK_MILLIS = 1_000;
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);
    /** Sockets remembered of a program; one that opens more is looked at less exactly. */
    private static final int MOST_SOCKETS = 100_000;

    private final ProcessSockets sockets;
    private final Predicate<InetAddress> ignored;
    private final FlowSink sink;
    private final FlowClock clock;
    private final Thread thread = new Thread(this::run, "jvmtap-census");
    // Everything below is guarded by this.
    private final Map<String, Program> programs = new HashMap<>();
    private int port;
    private boolean fresh;
    private boolean closed;

    private record Stranger(ProcessSockets.Outgoing socket, Stamp since, boolean before) {}

    private static final class Program {
        final long pid;
        final Map<Long, Stranger> strangers = new HashMap<>();
        final Set<Long> settled = new HashSet<>();
        Set<String> direct = Set.of();
        String broken = "";
        boolean looked;

        Program(long pid) {
            this.pid = pid;
        }
    }

    /**
     * @param ignored addresses that are no business of ours, such as loopback ones
     * @param sink takes what is found
     */
    public Census(ProcessSockets sockets, Predicate<InetAddress> ignored, FlowSink sink, FlowClock clock) {
        this.sockets = sockets;
        this.ignored = ignored;
        this.sink = sink;
        this.clock = clock;
    }

    /**
     * Starts looking, where the system allows it.
     *
     * @param proxyPort of the proxy; a process that is not connected to it is not the one that the program says it is, but
     *     one of the same id in another container
     */
    public void start(int proxyPort) {
        port(proxyPort);
        if (sockets.available()) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** As in {@link #start}, for those who keep their own time. */
    synchronized void port(int proxyPort) {
        port = proxyPort;
    }

    @Override
    public synchronized void emit(FlowEvent event) {
        if (event instanceof FlowEvent.ProgramStarted started && started.pid() > 0) {
            programs.put(started.program(), new Program(started.pid()));
            fresh = true;
            notifyAll();
        } else if (event instanceof FlowEvent.Coverage coverage) {
            Program program = programs.get(coverage.program());
            if (program != null) {
                program.direct = Set.copyOf(coverage.direct());
                program.broken = broken(coverage);
            }
        } else if (event instanceof FlowEvent.ProgramEnded ended) {
            Program program = programs.remove(ended.program());
            if (program != null) {
                settle(ended.program(), program, Long.MAX_VALUE);
            }
        }
    }

    /** Looks at every program once. */
    synchronized void look() {
        fresh = false;
        programs.forEach((id, program) -> {
            try {
                look(program);
            } catch (IOException | RuntimeException e) {
                return; // It has ended, or is not ours to look at: then the hooks alone can tell.
            } finally {
                settle(id, program, clock.now().nanos());
            }
        });
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
    }

    private void look(Program program) throws IOException {
        List<ProcessSockets.Outgoing> outgoing = sockets.outgoing(program.pid);
        if (outgoing.stream().noneMatch(one -> one.address().isLoopbackAddress() && one.port() == port)) {
            return;
        }
        for (ProcessSockets.Outgoing socket : outgoing) {
            boolean known = program.settled.contains(socket.inode()) || program.strangers.containsKey(socket.inode());
            if (!known && !ignored.test(socket.address()) && program.settled.size() < MOST_SOCKETS) {
                program.strangers.put(socket.inode(), new Stranger(socket, clock.now(), !program.looked));
            }
        }
        program.looked = true;
    }

    private void settle(String id, Program program, long nowNanos) {
        Iterator<Stranger> each = program.strangers.values().iterator();
        String reason = null;
        while (each.hasNext()) {
            Stranger stranger = each.next();
            InetAddress address = stranger.socket.address();
            boolean direct = program.direct.contains(address.getHostAddress() + '\t' + stranger.socket.port());
            boolean due = nowNanos == Long.MAX_VALUE || nowNanos - stranger.since.nanos() > PATIENCE_NANOS;
            if (direct || due) {
                each.remove();
                program.settled.add(stranger.socket.inode());
            }
            if (!direct && due) {
                reason = reason == null ? reason(program) : reason;
                sink.emit(new FlowEvent.Bypassed(
                        id,
                        stranger.since,
                        address.getHostAddress(),
                        stranger.socket.port(),
                        "",
                        stranger.before ? BEFORE : reason));
            }
        }
    }

    private String reason(Program program) {
        if (!program.broken.isEmpty()) {
            return program.broken;
        }
        String known = NativeClients.among(sockets.mapped(program.pid));
        return known.isEmpty() ? UNSEEN : "native client (" + known + ")";
    }

    private static String broken(FlowEvent.Coverage coverage) {
        for (String hook : coverage.hooks()) {
            String[] words = hook.split("\t");
            if (words.length > 1 && words[0].startsWith("connect.") && !words[1].equals("in place")) {
                boolean lacks = words[1].equals("missing") || words[1].equals("off");
                if (lacks) {
                    return "hook " + words[0] + " " + words[1];
                }
            }
        }
        return "";
    }

    private void run() {
        try {
            while (true) {
                synchronized (this) {
                    if (!fresh && !closed) {
                        wait(LOOK_MILLIS);
                    }
                    if (closed) {
                        return;
                    }
                }
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
