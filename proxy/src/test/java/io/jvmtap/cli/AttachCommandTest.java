package io.jvmtap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.differential.JdkHomes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What {@code attach}, {@code detach} and {@code ps} say where there is nothing to be done. */
class AttachCommandTest {
    @Test
    void theOptionsAreThoseOfRun() {
        CommandLine line = Jvmtap.commandLine();
        line.parseArgs("attach", "-H", "*.test", "-c", "x.jvmtap", "-q", "--keep-addresses", "17");
        AttachCommand attach = (AttachCommand)
                Objects.requireNonNull(line.getSubcommands().get("attach")).getCommand();
        assertEquals(17, attach.pid);
        assertEquals("[*.test]", attach.options.include.toString());
        assertEquals(Path.of("x.jvmtap"), attach.options.capture);
        assertTrue(attach.options.quiet && attach.options.keepAddresses);
    }

    @Test
    void aWrongUseSaysHow() {
        assertTrue(said(2, "attach").startsWith("jvmtap: Missing required parameter: 'PID'; try"), said(2, "attach"));
        assertTrue(said(2, "attach", "java").contains("'java' is not a long"), said(2, "attach", "java"));
        assertEquals(
                "jvmtap: options of the tap are given to `jvmtap proxy`; try jvmtap attach --help\n",
                said(2, "attach", "--proxy", "-H", "a.test", "17"));
    }

    @Test
    void whereThereIsNoSuchProcessOrNoJvmItIsSaid() throws Exception {
        long none = Long.MAX_VALUE / 2;
        String noProcess = "jvmtap: there is no process " + none + "; see which JVMs there are: jvmtap ps\n";
        assertEquals(noProcess, said(1, "attach", String.valueOf(none)));
        assertEquals(noProcess, said(1, "detach", String.valueOf(none)));
        Process cat = new ProcessBuilder("cat").start();
        try {
            assertEquals(
                    "jvmtap: process " + cat.pid() + " (cat) is no JVM; see which JVMs there are: jvmtap ps\n",
                    said(1, "attach", String.valueOf(cat.pid())));
        } finally {
            cat.destroy();
        }
        long own = ProcessHandle.current().pid();
        assertEquals(
                "jvmtap: process " + own + " is jvmtap itself; see which JVMs there are: jvmtap ps\n",
                said(1, "attach", String.valueOf(own)));
    }

    @Test
    @Tag("slow") // starts JVMs
    void anOptionThatForbidsItIsNamed() throws Exception {
        for (Path home : JdkHomes.byFeature().values()) {
            refused(home, "-XX:+DisableAttachMechanism", "was started with -XX:+DisableAttachMechanism");
        }
        for (Path home : JdkHomes.byFeature().tailMap(21).values()) {
            refused(home, "-XX:-EnableDynamicAgentLoading", "was started with -XX:-EnableDynamicAgentLoading");
        }
    }

    /** Nor is the JVM disturbed: it would print a thread dump. */
    private static void refused(Path home, String option, String reason) throws Exception {
        Process jvm = waitingJvm(home, option);
        try {
            String pid = String.valueOf(jvm.pid());
            assertEquals(
                    "jvmtap: JVM " + pid + " " + reason + "; start it without that option\n", said(1, "attach", pid));
            String listed = listed(pid);
            assertTrue(listed.contains("Waiting") && listed.endsWith(reason), listed);
            assertEquals(
                    "jvmtap: JVM " + pid + " is on no tap of yours; see which are: jvmtap ps\n",
                    said(1, "detach", pid));
        } finally {
            jvm.getOutputStream().close();
            assertEquals(0, jvm.waitFor());
            assertEquals("", new String(jvm.getInputStream().readAllBytes()));
        }
    }

    private static String listed(String pid) {
        StringWriter out = new StringWriter();
        Jvmtap.commandLine().setOut(new PrintWriter(out)).execute("ps");
        return out.toString()
                .lines()
                .filter(line -> line.trim().startsWith(pid + " "))
                .findFirst()
                .orElse(out.toString());
    }

    private static Process waitingJvm(Path home, String option) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                home.resolve("bin/java").toString(), option, "-cp", WaitingProgram.classPath(), WaitingProgram.MAIN);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process jvm = builder.redirectErrorStream(true).start();
        if (jvm.getInputStream().read() != '\n') {
            throw new IOException("it does not start");
        }
        return jvm;
    }

    private static String said(int code, String... arguments) {
        StringWriter said = new StringWriter();
        assertEquals(code, Jvmtap.commandLine().setErr(new PrintWriter(said)).execute(arguments), said::toString);
        return said.toString();
    }
}
