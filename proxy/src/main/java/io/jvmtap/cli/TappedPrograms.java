package io.jvmtap.cli;

import io.jvmtap.cli.attach.KnownTap;
import io.jvmtap.cli.attach.TapDoor;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The programs on a tap, known from what their agents report. Safe for use by many threads. */
final class TappedPrograms implements FlowSink, TapDoor.Keeper {
    /** The agent's word for a connection that was there before it (WIRE.md section 4). */
    private static final String EARLIER = "opened before attach";

    private final Supplier<Tap> tap;
    private final Map<String, Program> programs = new HashMap<>();

    /** One program, from its start here to its end. */
    static final class Program {
        private final FlowEvent.ProgramStarted start;
        private final CompletableFuture<Void> ready = new CompletableFuture<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private int earlier;

        Program(FlowEvent.ProgramStarted start) {
            this.start = start;
        }

        FlowEvent.ProgramStarted start() {
            return start;
        }

        /** Completes when its agent has said all about its start. */
        CompletableFuture<Void> ready() {
            return ready;
        }

        CompletableFuture<Void> ended() {
            return ended;
        }
    }

    /** @param tap asked only when there are programs, which is after its start */
    TappedPrograms(Supplier<Tap> tap) {
        this.tap = tap;
    }

    @Override
    public void emit(FlowEvent event) {
        if (event instanceof FlowEvent.ProgramStarted start) {
            started(start);
        } else if (event instanceof FlowEvent.Bypassed bypassed
                && bypassed.reason().equals(EARLIER)) {
            earlier(bypassed.program());
        } else if (event instanceof FlowEvent.Coverage coverage) {
            Optional.ofNullable(known(coverage.program())).ifPresent(program -> program.ready.complete(null));
        } else if (event instanceof FlowEvent.ProgramEnded end) {
            Optional.ofNullable(forget(end.program())).ifPresent(program -> program.ended.complete(null));
        }
    }

    private synchronized void started(FlowEvent.ProgramStarted start) {
        programs.put(start.program(), new Program(start));
        notifyAll();
    }

    private synchronized void earlier(String id) {
        programs.computeIfPresent(id, (same, program) -> {
            program.earlier++;
            return program;
        });
    }

    private synchronized @Nullable Program known(String id) {
        return programs.get(id);
    }

    private synchronized @Nullable Program forget(String id) {
        return programs.remove(id);
    }

    private synchronized List<FlowEvent.ProgramStarted> starts() {
        return programs.values().stream().map(Program::start).toList();
    }

    /** The program with one of these process ids; waits for it, and returns null if it does not come. */
    synchronized @Nullable Program await(List<Long> pids, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (true) {
            for (Program program : programs.values()) {
                if (pids.contains(program.start.pid())) {
                    return program;
                }
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return null;
            }
            wait(left);
        }
    }

    /** How many connections it had before it was tapped. */
    synchronized int earlier(Program program) {
        return program.earlier;
    }

    @Override
    public List<KnownTap.Program> programs() {
        List<KnownTap.Program> all = new ArrayList<>();
        // Not under our lock: the tap has one of its own, under which events come here.
        for (FlowEvent.ProgramStarted start : starts()) {
            int connections = tap.get().connections(start.program());
            all.add(new KnownTap.Program(start.pid(), start.label(), connections));
        }
        return all;
    }

    @Override
    public boolean detach(long pid) {
        boolean found = false;
        for (FlowEvent.ProgramStarted start : starts()) {
            found |= start.pid() == pid && tap.get().detach(start.program());
        }
        return found;
    }
}
