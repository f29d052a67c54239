package io.jvmtap.cli.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchPlannerTest {
    private static final Path AGENT = Path.of("/agents/jvmtap-agent.jar");
    private static final Path SESSION = Path.of("/sessions/1/session");
    private static final String OPTION = "-javaagent:/agents/jvmtap-agent.jar=/sessions/1/session";

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void pathIsOneDirectory() throws IOException {
        Files.createDirectories(directory.resolve("bin"));
        environment.put("PATH", directory.resolve("bin").toString());
    }

    @Test
    void javaGetsTheAgentAsItsFirstArgument() throws Exception {
        executable("bin/java");

        LaunchPlan plan = plan("java", "-jar", "app.jar");

        assertEquals(new LaunchPlan(3, List.of(OPTION), List.of(), List.of()), plan);
    }

    @Test
    void aLinkToJavaIsJava() throws Exception {
        executable("jdk/bin/java");
        Files.createSymbolicLink(directory.resolve("bin/java17"), directory.resolve("jdk/bin/java"));

        assertEquals(List.of(OPTION), plan("java17", "App").inserted());
    }

    @Test
    void mavenGetsTheAgentThroughItsVariableAlone() throws Exception {
        executable("mvnw");

        LaunchPlan plan = plan(directory.resolve("mvnw").toString(), "verify");

        assertEquals(List.of(EnvironmentChange.append("MAVEN_OPTS", OPTION)), plan.changes());
        assertEquals(List.of(), plan.inserted());
    }

    @Test
    void gradleBuildsWithoutADaemonThatWouldSeeNothingOrOutliveTheRun() throws Exception {
        executable("bin/gradle");

        assertEquals(
                List.of(EnvironmentChange.append("GRADLE_OPTS", "-Dorg.gradle.daemon=false " + OPTION)),
                plan("gradle", "build").changes());
    }

    @Test
    void mvndIsNotTappedAndTheUserIsTold() throws Exception {
        executable("bin/mvnd");

        LaunchPlan plan = plan("mvnd", "verify");

        assertEquals(List.of(), plan.changes());
        assertEquals(1, plan.notices().size());
    }

    @Test
    void aStartupScriptIsTomcatsOnlyBesideCatalina() throws Exception {
        executable("project/startup.sh");
        executable("tomcat/startup.sh");
        executable("tomcat/catalina.sh");

        assertTrue(
                changed(plan(directory.resolve("tomcat/startup.sh").toString())).containsKey("CATALINA_OPTS"));
        assertTrue(changed(plan(directory.resolve("project/startup.sh").toString()))
                .containsKey("JVMTAP_SESSION"));
    }

    @Test
    void aScriptGetsStandInsForJavaInPathAndHome() throws Exception {
        executable("bin/start.sh");
        executable("jdk/bin/java");
        executable("jdk/bin/javac");
        Files.createDirectories(directory.resolve("jdk/lib"));
        Files.createSymbolicLink(directory.resolve("bin/java"), directory.resolve("jdk/bin/java"));
        environment.put("JAVA_HOME", directory.resolve("jdk").toString());

        Map<String, String> changed = changed(plan("start.sh"));

        Path home = Path.of(changed.get("JAVA_HOME"));
        assertTrue(Files.isExecutable(Path.of(changed.get("PATH"), "java")));
        assertTrue(Files.isExecutable(home.resolve("bin/java")));
        assertEquals(directory.resolve("jdk/bin/javac"), Files.readSymbolicLink(home.resolve("bin/javac")));
        assertEquals(directory.resolve("jdk/lib"), Files.readSymbolicLink(home.resolve("lib")));
        assertEquals(OPTION, changed.get("JAVA_TOOL_OPTIONS"));
        assertEquals(SESSION.toString(), changed.get("JVMTAP_SESSION"));
    }

    @Test
    void standInsAreMadeOnceForEachJdk() throws Exception {
        executable("bin/start.sh");
        executable("one/bin/java");
        executable("two/bin/java");

        environment.put("JAVA_HOME", directory.resolve("one").toString());
        String first = changed(plan("start.sh")).get("JAVA_HOME");
        assertEquals(first, changed(plan("start.sh")).get("JAVA_HOME"));

        environment.put("JAVA_HOME", directory.resolve("two").toString());
        assertNotEquals(first, changed(plan("start.sh")).get("JAVA_HOME"));
    }

    @Test
    void aScriptWithoutAnyJavaAroundStillGetsTheLastResort() throws Exception {
        executable("bin/start.sh");
        environment.put("JAVA_HOME", directory.resolve("no-such-jdk").toString());

        assertEquals(
                Set.of("JVMTAP_SESSION", "JAVA_TOOL_OPTIONS", "GRADLE_OPTS"),
                changed(plan("start.sh")).keySet());
    }

    @Test
    void aCommandThatIsNotThereIsRefusedBeforeAnythingIsWritten() throws Exception {
        Files.writeString(directory.resolve("notes.txt"), "");

        assertEquals("no such command: foo", refusal("foo"));
        assertEquals("no such command: ./foo", refusal("./foo"));
        assertEquals("the command is empty", refusal(""));
        assertEquals(directory + "/bin is a directory", refusal(directory + "/bin"));
        assertEquals(directory + "/notes.txt is not executable", refusal(directory + "/notes.txt"));
        assertTrue(Files.notExists(directory.resolve("state")));
    }

    @Test
    void thePlanIsWrittenAsFieldsThatEndWithANul() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new LaunchPlan(
                        2,
                        List.of("-javaagent:x"),
                        List.of(
                                EnvironmentChange.set("A", "1\n2"),
                                EnvironmentChange.append("B", "2"),
                                new EnvironmentChange(EnvironmentChange.Way.PREPEND, "C", "3"),
                                new EnvironmentChange(EnvironmentChange.Way.PREPEND_PATH, "D", "4")),
                        List.of("not for the script"))
                .write(out);

        assertEquals("@2\0=A=1\n2\0+B=2\0-C=3\0<D=4\0:-javaagent:x\0!\0", out.toString(StandardCharsets.UTF_8));
    }

    private LaunchPlan plan(String... command) throws Exception {
        return LaunchPlanner.of(List.of(command), environment).plan(AGENT, SESSION, directory.resolve("state"));
    }

    private String refusal(String command) {
        return assertThrows(LaunchException.class, () -> plan(command)).problem();
    }

    private static Map<String, String> changed(LaunchPlan plan) {
        return plan.changes().stream().collect(Collectors.toMap(EnvironmentChange::name, EnvironmentChange::value));
    }

    private void executable(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n");
        assertTrue(file.toFile().setExecutable(true));
    }
}
