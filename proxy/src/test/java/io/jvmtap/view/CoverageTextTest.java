package io.jvmtap.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.Stamp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageTextTest {
    private static final Stamp NOW = new Stamp(0, 0);

    private final List<String> loud = new ArrayList<>();
    private final CoverageMeter meter = new CoverageMeter(loud::add);

    @Test
    void aRunThatMissedNothingEndsWithoutAWord() {
        started("a");
        coverage("a", 7, List.of(), List.of("connect.net\tin place\t7\t0"), 0);
        assertEquals(List.of(), summary());
        assertEquals(List.of(), loud);
    }

    @Test
    void whatWasMissedIsCountedByItsReasonOverAllPrograms() {
        started("a");
        started("b");
        coverage("a", 3, List.of("excluded (-x)\t1", "no proxy\t1"), List.of(), 0);
        coverage("b", 4, List.of("excluded (-x)\t1"), List.of(), 0);
        // One that the agent has counted, and one that no hook saw.
        bypassed("a", "no proxy");
        bypassed("b", "native client (AWS CRT)");
        assertEquals(
                List.of("4 of 11 connections were not tapped: 2 excluded (-x), 1 native client (AWS CRT), 1 no proxy"),
                summary());
    }

    @Test
    void aHookThatDoesNotFitIsToldOfAtOnceAndAtTheEnd() {
        started("a");
        coverage("a", 0, List.of(), List.of("connect.net\tmissing\t0\t0", "trust\tin place\t0\t0"), 2);
        coverage("a", 0, List.of(), List.of("connect.net\tmissing\t0\t0"), 2);
        String line =
                "hook connect.net could not be put in place in billing (pid 12, Java 26): what it watches passes unseen";
        assertEquals(List.of(line), loud);
        assertEquals(
                List.of(
                        line,
                        "2 errors in the agent, kept from the program; some traffic may be missing: see jvmtap coverage"),
                summary());
    }

    @Test
    void allIsShownAfterwards() {
        started("a");
        coverage(
                "a",
                1,
                List.of("excluded (-x)\t12"),
                List.of("resolve\tin place\t3\t1", "connect.net\tnot loaded yet\t0\t0", "junk"),
                1);
        assertEquals("""
                billing (pid 12, Java 26)
                       1  connection tapped
                      12  not tapped: excluded (-x)
                       1  errors in hooks, kept from the program
                  hook connect.net            not loaded yet, ran 0 times
                  hook resolve                in place, ran 3 times, 1 errors
                """, CoverageText.all(meter.programs()));
    }

    private List<String> summary() {
        return CoverageText.summary(meter.programs());
    }

    private void started(String program) {
        meter.emit(new FlowEvent.ProgramStarted(program, NOW, 12, "billing", "26", "billing"));
    }

    private void coverage(String program, long tapped, List<String> untapped, List<String> hooks, long errors) {
        meter.emit(new FlowEvent.Coverage(program, NOW, hooks, tapped, 0, errors, untapped, List.of(), 0));
    }

    private void bypassed(String program, String reason) {
        meter.emit(new FlowEvent.Bypassed(program, NOW, "a.example", 443, "", reason));
    }
}
