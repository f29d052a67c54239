package io.jvmtap.cli.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how the agent gets into the JVM that a command starts: through the command line of {@code java}, through
 * the variable of a known launcher, or through stand-ins for {@code java} and, last, {@code JAVA_TOOL_OPTIONS} for
 * anything else.
 */
public final class LaunchPlanner {
    private final Map<String, String> environment;
    private final CommandWord word;
    private final int words;

    private LaunchPlanner(Map<String, String> environment, CommandWord word, int words) {
        this.environment = environment;
        this.word = word;
        this.words = words;
    }

    /**
     * Looks for the command, before anything is started or written.
     *
     * @param command not empty
     * @param environment of the launcher
     */
    public static LaunchPlanner of(List<String> command, Map<String, String> environment) throws LaunchException {
        return new LaunchPlanner(
                environment, CommandWord.find(command.get(0), environment.get("PATH")), command.size());
    }

    /** A name for the program, for those who read the record later. */
    public String label() {
        return word.baseName();
    }

    /**
     * @param agent the agent's jar, at a path that survives word splitting
     * @param session the session file, likewise
     * @param state where stand-ins are kept
     */
    public LaunchPlan plan(Path agent, Path session, Path state) throws IOException {
        String option = agentOption(agent, session);
        if (word.isJava()) {
            return new LaunchPlan(words, List.of(option), List.of(), List.of());
        }
        KnownLauncher known = KnownLauncher.of(word);
        return known != null ? throughVariable(known, option) : throughStandIns(option, agent, session, state);
    }

    /** The option that puts the agent into a JVM. */
    public static String agentOption(Path agent, Path session) {
        return "-javaagent:" + agent + "=" + session;
    }

    private LaunchPlan throughVariable(KnownLauncher known, String option) {
        if (known.notice() != null) {
            return new LaunchPlan(words, List.of(), List.of(), List.of(known.notice()));
        }
        List<String> options = new ArrayList<>(known.extra());
        options.add(option);
        return new LaunchPlan(
                words,
                List.of(),
                List.of(EnvironmentChange.append(known.variable(), String.join(" ", options))),
                List.of());
    }

    private LaunchPlan throughStandIns(String option, Path agent, Path session, Path state) throws IOException {
        List<EnvironmentChange> changes =
                new ArrayList<>(new Shims(state, agent, javaHome(), javaInSearchPath()).install());
        changes.add(EnvironmentChange.set("JVMTAP_SESSION", session.toString()));
        changes.add(new EnvironmentChange(EnvironmentChange.Way.PREPEND, "JAVA_TOOL_OPTIONS", option));
        // A script may build with Gradle, whose daemon would otherwise stay behind with the agent in it.
        changes.add(EnvironmentChange.append("GRADLE_OPTS", "-Dorg.gradle.daemon=false"));
        return new LaunchPlan(words, List.of(), changes, List.of());
    }

    private @Nullable Path javaHome() {
        String value = environment.get("JAVA_HOME");
        if (value == null || value.isEmpty()) {
            return null;
        }
        try {
            Path home = Path.of(value).toAbsolutePath();
            return Files.isExecutable(home.resolve("bin/java")) ? home : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private @Nullable Path javaInSearchPath() {
        try {
            return CommandWord.find("java", environment.get("PATH")).file();
        } catch (LaunchException e) {
            return null;
        }
    }
}
