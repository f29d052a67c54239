package io.jvmtap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RunCommandTest {
    @Test
    void whatFollowsTheFirstWordBelongsToTheProgram() {
        assertEquals(
                List.of("java", "-q", "--har", "@args", "--", "", "-H"),
                parsed("run", "-H", "*.test", "java", "-q", "--har", "@args", "--", "", "-H").command);
    }

    @Test
    void twoDashesEndTheOptionsAndAreNoWord() {
        assertEquals(List.of("-strange", "--", "x"), parsed("run", "-q", "--", "-strange", "--", "x").command);
    }

    @Test
    void optionsBeforeTheProgramAreOurs() {
        RunCommand run = parsed(
                "run",
                "-H",
                "a.test",
                "--host",
                "b.test",
                "-x",
                "c.test",
                "-q",
                "-c",
                "x.jvmtap",
                "--har",
                "x.har",
                "-l",
                "127.0.0.1:8443",
                "--fail-closed",
                "--keep-addresses",
                "--single-address",
                "java");

        assertEquals(
                new Tap.Options(
                        Path.of("x.jvmtap"),
                        run.options.limits.limits(Path.of("x.jvmtap")),
                        List.of("a.test", "b.test"),
                        List.of("c.test"),
                        8443,
                        true,
                        true,
                        true,
                        true,
                        List.of(),
                        null,
                        Path.of("session"),
                        Path.of("data/ca")),
                run.options.forTap(
                        run.options.capture, null, Path.of("session"), new Home(Path.of("data"), Path.of("state"))));
        assertEquals(Path.of("x.har"), run.options.har);
    }

    @Test
    void anAddressThatOthersCanReachIsRefused() {
        assertTrue(usage("run", "-l", "0.0.0.0:8443", "java").contains("only 127.0.0.1 will do"));
        assertTrue(usage("proxy", "-l", "65536").contains("'65536' is not a port"));
        assertTrue(usage("proxy", "-l", "here").contains("'here' is not a port"));
    }

    @Test
    void noProgramIsAWrongUse() {
        assertEquals("jvmtap: no program to run; try jvmtap run --help\n", usage("run"));
    }

    @Test
    void aProxyWithoutARecordHasNoHar() {
        assertTrue(usage("proxy", "--no-record", "--har", "x.har").contains("--har"));
    }

    @Test
    void resolverOnlyModeTakesPortsAndNoOtherKindOfAddress() {
        RunCommand run = parsed("run", "--no-connect-hook", "--ports", "443,8443", "java");
        assertEquals(List.of(443, 8443), run.options.ports);
        assertTrue(usage("run", "--ports", "443x", "java").contains("'443x'"));
    }

    private static RunCommand parsed(String... arguments) {
        CommandLine line = Jvmtap.commandLine(arguments);
        line.parseArgs(arguments);
        return (RunCommand)
                Objects.requireNonNull(line.getSubcommands().get("run")).getCommand();
    }

    private static String usage(String... arguments) {
        StringWriter said = new StringWriter();
        int code = Jvmtap.commandLine(arguments).setErr(new PrintWriter(said)).execute(arguments);
        assertEquals(2, code);
        return said.toString();
    }
}
