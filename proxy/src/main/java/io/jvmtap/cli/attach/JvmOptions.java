package io.jvmtap.cli.attach;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The options that a JVM was started with, as far as its start tells: from variables, then its command line. */
final class JvmOptions {
    private static final List<String> TAKE_A_VALUE = List.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--add-exports",
            "--add-opens",
            "--add-reads",
            "--patch-module",
            "--limit-modules",
            "--enable-native-access");

    private final List<String> options;
    private final String main;

    private JvmOptions(List<String> options, String main) {
        this.options = options;
        this.main = main;
    }

    /**
     * @param texts its performance data, which knows of every source but cuts long texts
     */
    static JvmOptions of(ProcessFiles process, Map<String, String> texts) {
        List<String> options = new ArrayList<>(words(process.variable("JAVA_TOOL_OPTIONS")));
        options.addAll(words(process.variable("JDK_JAVA_OPTIONS")));
        List<String> arguments = process.arguments();
        int at = 1;
        while (at < arguments.size() && arguments.get(at).startsWith("-")) {
            String option = arguments.get(at++);
            options.add(option);
            if (option.equals("-jar") || option.equals("-m") || option.equals("--module")) {
                break;
            }
            if (TAKE_A_VALUE.contains(option)) {
                at++;
            }
        }
        String main = at < arguments.size() ? arguments.get(at) : "";
        options.addAll(words(process.variable("_JAVA_OPTIONS")));
        String known = texts.getOrDefault("java.rt.vmArgs", "");
        if (!known.isEmpty() && known.length() < PerformanceData.LONGEST_TEXT) {
            options = words(known);
        }
        options.addAll(words(texts.getOrDefault("java.rt.vmFlags", "")));
        String command = texts.getOrDefault("sun.rt.javaCommand", "");
        return new JvmOptions(options, command.isEmpty() ? main : words(command).get(0));
    }

    /** The main class, or the path of the jar; empty if neither is known. */
    String main() {
        return main;
    }

    /** Whether {@code -XX:+NAME} is the last that was said of that flag, or {@code usually} if nothing was. */
    boolean flag(String name, boolean usually) {
        boolean on = usually;
        for (String option : options) {
            if (option.equals("-XX:+" + name) || option.equals("-XX:-" + name)) {
                on = option.charAt(4) == '+';
            }
        }
        return on;
    }

    private static List<String> words(String text) {
        return new ArrayList<>(
                text.isBlank() ? List.of() : Arrays.asList(text.trim().split("\\s+")));
    }
}
