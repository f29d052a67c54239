package io.jvmtap.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDK's own tools with the agent in {@code JAVA_TOOL_OPTIONS}: left alone, and so silent. */
class ToolsIT {
    private static final Map<String, String> TOOLS = Map.of(
            "javac", "-version",
            "keytool", "-help",
            "jar", "-help",
            "javap", "-version",
            "jarsigner", "-help",
            "jcmd", "-h",
            "jps", "-help",
            "jshell", "--help",
            "javadoc", "-help",
            "jdeps", "-version");

    @TempDir
    Path folder;

    static List<Jvm> jvms() {
        return Jvm.all();
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void toolsSayWhatTheyAlwaysSayAndOpenNoControlConnection(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            List<String> tools = TOOLS.keySet().stream()
                    .filter(tool -> Files.isExecutable(jvm.home().resolve("bin").resolve(tool)))
                    .sorted()
                    .toList();
            assertTrue(tools.size() >= 8, tools.toString());
            List<Process> running = new ArrayList<>();
            for (String tool : tools) {
                running.add(start(jvm, tool, ""));
                running.add(start(jvm, tool, bench.agent()));
            }
            for (Process process : running) {
                process.waitFor();
            }
            for (String tool : tools) {
                String tapped = said(tool, bench.agent());
                assertTrue(tapped.startsWith("Picked up JAVA_TOOL_OPTIONS: " + bench.agent() + "\n"), tapped);
                assertEquals(said(tool, ""), tapped.substring(tapped.indexOf('\n') + 1), tool);
            }
            assertEquals(List.of(), bench.proxy.frames(0x01));
        }
    }

    private Process start(Jvm jvm, String tool, String option) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        jvm.home().resolve("bin").resolve(tool).toString(),
                        "-J-Djava.util.prefs.userRoot=" + preferences(tool, option),
                        TOOLS.get(tool))
                .redirectErrorStream(true)
                .redirectOutput(output(tool, option).toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        if (!option.isEmpty()) {
            builder.environment().put("JAVA_TOOL_OPTIONS", option);
        }
        return builder.start();
    }

    /** Of its own, and there already: jshell's would say that it makes them, or that somebody else has them locked. */
    private Path preferences(String tool, String option) throws Exception {
        Path root = Path.of(output(tool, option) + ".preferences");
        Files.createDirectories(root.resolve(".java").resolve(".userPrefs"));
        return root;
    }

    private String said(String tool, String option) throws Exception {
        return Files.readString(output(tool, option));
    }

    private Path output(String tool, String option) {
        return folder.resolve(tool + (option.isEmpty() ? ".plain" : ".tapped"));
    }
}
