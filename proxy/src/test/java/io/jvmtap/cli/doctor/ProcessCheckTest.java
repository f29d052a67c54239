package io.jvmtap.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes as {@code /proc} shows them: the real one of this test, and laid-out ones of every other kind. */
class ProcessCheckTest {
    @TempDir
    private Path proc;

    @Test
    void thisVeryJvmIsKnownForWhatItIs() {
        Path real = Path.of("/proc");
        assumeTrue(Files.isDirectory(real.resolve("self/fd")));
        long pid = ProcessHandle.current().pid();
        List<Finding> findings = new ProcessCheck(pid, new ProcessView(real, pid)).look();
        assertEquals(
                Finding.fine("process " + pid + " runs on Java " + System.getProperty("java.version")),
                findings.get(0));
        assertTrue(findings.stream().noneMatch(one -> one.grade() == Finding.Grade.WRONG), findings.toString());
    }

    @Test
    void aProcessThatIsNoJvmIsNotAttachedTo() throws IOException {
        judge("WRONG there is no process 7 here.*");
        lay("1000", "sh\0-c\0sleep", "", "");
        judge("WRONG process 7 is no JVM.*");
        lay("0", "sshd", "", "");
        judge("WRONG process 7 is another user's \\(id 0\\).*sudo -u '#0' jvmtap doctor 7");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    17.0.15   | java                                     | FINE .*Java 17.0.15; FINE .*can be attached to
                    1.8.0_504 | java                                     | FINE .*Java 1.8.0_504; FINE .*can be attached to
                    1.7.0_80  | java                                     | WRONG .*needs 8 or later
                    21.0.13   | java                                     | FINE .*; NOTE .*four lines of warning
                    21.0.13   | java -XX:+EnableDynamicAgentLoading      | FINE .*; FINE .*can be attached to
                    21.0.13   | java -XX:-EnableDynamicAgentLoading      | FINE .*; WRONG .*loads no agent
                    17.0.15   | java -XX:+DisableAttachMechanism         | FINE .*; WRONG .*does not let itself be attached to
                    17.0.15   | java -Djava.security.manager             | FINE .*; NOTE .*security manager
                    17.0.15   | java -Djava.security.manager=allow       | FINE .*; FINE .*
                    17.0.15   | java -javaagent:/x/jvmtap-agent.jar=/s   | FINE .*; NOTE .*agent in it already
                    """)
    void aJvmIsJudgedByItsVersionAndItsOptions(String version, String command, String expected) throws IOException {
        lay("1000", command.replace(' ', '\0'), "", version);
        judge(expected.split("; "));
    }

    @Test
    void optionsFromVariablesCountAndSoDoesTheNamespace() throws IOException {
        lay("1000", "java", "A=b\0JAVA_TOOL_OPTIONS=-Xmx1g -XX:+DisableAttachMechanism", "17.0.15");
        judge("FINE .*", "WRONG .*does not let itself be attached to.*");
        lay("1000", "java", "", "17.0.15");
        Path link = proc.resolve("7/ns/pid");
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("pid:[2]"));
        judge("FINE .*", "WRONG .*process namespace of its own.*nsenter -t 7 -a.*");
    }

    private void judge(String... expected) {
        ChecksTest.judge(new ProcessCheck(7, new ProcessView(proc, 7)), expected);
    }

    /** @param version of its Java, empty for a process that is no JVM */
    private void lay(String user, String command, String environment, String version) throws IOException {
        for (String process : List.of("self", "7")) {
            Path place = Files.createDirectories(proc.resolve(process));
            Files.createDirectories(place.resolve("fd"));
            Path namespaces = Files.createDirectories(place.resolve("ns"));
            for (String kind : List.of("pid", "mnt", "net")) {
                Files.deleteIfExists(namespaces.resolve(kind));
                Files.createSymbolicLink(namespaces.resolve(kind), Path.of(kind + ":[1]"));
            }
            String id = process.equals("self") ? "1000" : user;
            Files.writeString(
                    place.resolve("status"), "Name:\tx\nUid:\t" + id + "\t" + id + "\t" + id + "\t" + id + "\n");
        }
        Path place = proc.resolve("7");
        Files.writeString(place.resolve("cmdline"), command + "\0");
        Files.writeString(place.resolve("environ"), environment + "\0");
        Path home = Files.createDirectories(place.resolve("root/opt/jdk"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        String library = version.isEmpty() ? "/usr/lib/libc.so.6" : "/opt/jdk/lib/server/libjvm.so";
        Files.writeString(place.resolve("maps"), "7f00-7f01 r-xp 00000000 08:01 123    " + library + "\n");
    }
}
