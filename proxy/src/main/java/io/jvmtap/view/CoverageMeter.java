package io.jvmtap.view;

import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.query.ProgramCoverage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps count, while traffic flows, of what is tapped and what is not, for a word at the end. Hooks that do not fit are
 * told of at once. Safe for use by many threads.
 */
public final class CoverageMeter implements FlowSink {
    private final Consumer<String> loud;
    // Everything below is guarded by this.
    private final Map<String, Program> programs = new LinkedHashMap<>();
    private final Set<String> said = new HashSet<>();

    private static final class Program {
        final FlowEvent.ProgramStarted started;
        final Map<String, Long> bypasses = new HashMap<>();
        FlowEvent.@Nullable Coverage coverage;

        Program(FlowEvent.ProgramStarted started) {
            this.started = started;
        }

        ProgramCoverage now() {
            FlowEvent.Coverage told = coverage;
            return new ProgramCoverage(
                    started.program(),
                    started.pid(),
                    started.label(),
                    started.javaVersion(),
                    told == null ? 0 : told.tapped(),
                    ProgramCoverage.reasons(told == null ? List.of() : told.untapped(), bypasses),
                    told == null ? List.of() : told.hooks(),
                    told == null ? 0 : told.suppressedErrors(),
                    told == null ? 0 : told.dropped());
        }
    }

    /** @param loud takes a line that must not wait; called on the thread of the event */
    public CoverageMeter(Consumer<String> loud) {
        this.loud = loud;
    }

    @Override
    public void emit(FlowEvent event) {
        List<String> lines = List.of();
        synchronized (this) {
            if (event instanceof FlowEvent.ProgramStarted started) {
                programs.put(started.program(), new Program(started));
            } else if (event instanceof FlowEvent.Coverage coverage) {
                Program program = programs.get(coverage.program());
                if (program != null) {
                    program.coverage = coverage;
                    lines = CoverageText.missing(program.now()).stream()
                            .filter(said::add)
                            .toList();
                }
            } else if (event instanceof FlowEvent.Bypassed bypassed) {
                Program program = programs.get(bypassed.program());
                if (program != null) {
                    program.bypasses.merge(bypassed.reason(), 1L, Long::sum);
                }
            }
        }
        lines.forEach(loud);
    }

    public synchronized List<ProgramCoverage> programs() {
        return programs.values().stream().map(Program::now).toList();
    }
}
