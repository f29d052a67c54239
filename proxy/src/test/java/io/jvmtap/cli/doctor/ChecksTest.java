package io.jvmtap.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.ca.CertificateAuthority;
import io.jvmtap.cli.doctor.Finding.Grade;
import io.jvmtap.flow.FlowClock;
import io.jvmtap.record.CaptureWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check on real files, sockets and directories, good ones and bad ones. */
class ChecksTest {
    @TempDir
    private Path directory;

    @Test
    void javaIsJudgedByItsRelease() throws IOException {
        Path jdk = Files.createDirectories(directory.resolve("jdk"));
        Files.createDirectories(jdk.resolve("jmods"));
        judge(new JavaCheck(25, "25.0.3", jdk), "FINE jvmtap runs on Java 25.0.3");
        judge(new JavaCheck(17, "17.0.15", jdk), "NOTE .*cannot mirror every choice of TLS.*JVMTAP_JAVA");
        judge(new JavaCheck(11, "11.0.33", jdk), "WRONG .*needs 17 or later");
        judge(new JavaCheck(25, "25.0.3", directory), "FINE .*", "NOTE .*cannot be attached to.*install the JDK");
    }

    @Test
    void directoriesAreWritableAndPrivate() throws IOException {
        Path open = Files.createDirectory(directory.resolve("open"));
        Path file = Files.createFile(directory.resolve("file"));
        judge(new DirectoryCheck("captures", directory.resolve("a/b"), true), "FINE .*made when needed");
        judge(new DirectoryCheck("captures", file, true), "WRONG .*in the way");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        judge(new DirectoryCheck("captures", open, true), "WRONG others may read in .*chmod 700 .*");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx------"));
        judge(new DirectoryCheck("captures", open, true), "FINE captures are in .*");
    }

    @Test
    void theCaIsLoadedAndItsEndIsForeseen() throws IOException {
        InstantSource today = InstantSource.system();
        judge(new CaCheck(directory.resolve("none"), today), "FINE there is no CA yet.*");
        Path place = directory.resolve("ca");
        CertificateAuthority ca = CertificateAuthority.create(place);
        judge(new CaCheck(place, today), "FINE .*valid until.*");
        Instant end = ca.certificate().getNotAfter().toInstant();
        judge(
                new CaCheck(place, InstantSource.fixed(end.minus(Duration.ofDays(3)))),
                "NOTE .*expires on.*jvmtap ca create");
        Files.setPosixFilePermissions(ca.keyFile(), PosixFilePermissions.fromString("rw-r--r--"));
        judge(new CaCheck(place, today), "WRONG others may use the CA's key.*");
        Files.setPosixFilePermissions(ca.keyFile(), PosixFilePermissions.fromString("rw-------"));
        Files.writeString(ca.certificateFile(), "junk");
        judge(new CaCheck(place, today), "WRONG .*");
    }

    @Test
    void thereIsRoomForCaptures() {
        judge(new DiskCheck(directory, 1, 2), "FINE [0-9]+ MB are free.*");
        judge(new DiskCheck(directory.resolve("a"), 1, Long.MAX_VALUE), "NOTE only .*");
        judge(new DiskCheck(directory, Long.MAX_VALUE, Long.MAX_VALUE), "WRONG only .*jvmtap captures.*");
    }

    @Test
    void theMachineCanTalkToItself() {
        List<Finding> good = new LoopbackCheck("localhost").look();
        assertTrue(good.stream().noneMatch(one -> one.grade() == Grade.WRONG), good.toString());
        List<Finding> bad = new LoopbackCheck("no such name").look();
        assertEquals(Grade.WRONG, bad.get(bad.size() - 1).grade());
    }

    @Test
    void variablesThatReachEveryJvmAreNamed() {
        judge(new EnvironmentCheck(Map.of("PATH", "/bin")), "FINE .*");
        judge(new EnvironmentCheck(Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g")), "NOTE JAVA_TOOL_OPTIONS is set.*");
        judge(
                new EnvironmentCheck(Map.of("_JAVA_OPTIONS", "-XX:+DisableAttachMechanism")),
                "NOTE _JAVA_OPTIONS keeps JVMs from being attached to.*");
        judge(
                new EnvironmentCheck(Map.of("JDK_JAVA_OPTIONS", "-javaagent:/x/jvmtap-agent.jar=/tmp/s")),
                "WRONG JDK_JAVA_OPTIONS .*earlier session.*unset JDK_JAVA_OPTIONS");
    }

    @Test
    void leftoversOfCrashesAreFound() throws IOException {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Path captures = Files.createDirectory(directory.resolve("captures"));
        LeftoverCheck check = new LeftoverCheck(temporary, captures);
        judge(check, "FINE no crashed session.*");
        try (ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            session(temporary.resolve("jvmtap.alive"), proxy.getLocalPort());
            Files.createDirectory(temporary.resolve("jvmtap-other"));
            judge(check, "FINE .*");
            session(temporary.resolve("jvmtap.dead"), 1);
            judge(check, "NOTE sessions that are over left 1 directory in .*rm -r .*jvmtap\\.dead");
        }
        Files.delete(temporary.resolve("jvmtap.dead/session"));
        Files.delete(temporary.resolve("jvmtap.alive/session"));
        Path good = captures.resolve("20260101-000000-good.jvmtap");
        CaptureWriter.open(good, "good", FlowClock.system(), line -> {}).close();
        judge(check, "FINE .*");
        Path bad = Files.writeString(captures.resolve("20260101-000001-bad.jvmtap"), "no database");
        judge(check, "NOTE the capture .*bad.jvmtap cannot be read: .*rm .*bad.jvmtap");
        Files.delete(bad);
    }

    private static void session(Path place, int port) throws IOException {
        Files.writeString(Files.createDirectory(place).resolve("session"), "version=1\nport=" + port + "\n");
    }

    /** @param expected a pattern a finding: grade, sentence, remedy */
    static void judge(Check check, String... expected) {
        List<Finding> findings = check.look();
        assertEquals(expected.length, findings.size(), findings.toString());
        for (int i = 0; i < expected.length; i++) {
            Finding one = findings.get(i);
            String text = one.grade() + " " + one.sentence() + (one.remedy() == null ? "" : "; " + one.remedy());
            assertTrue(text.matches(expected[i] + ".*"), text + " is not " + expected[i]);
            assertEquals(one.grade() == Grade.FINE, one.remedy() == null, "what is not fine can be mended: " + text);
        }
    }
}
