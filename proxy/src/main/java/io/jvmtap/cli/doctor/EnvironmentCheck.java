package io.jvmtap.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Variables that add options to every JVM. */
public record EnvironmentCheck(Map<String, String> environment) implements Check {
    private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        for (String variable : VARIABLES) {
            String value = environment.getOrDefault(variable, "");
            if (value.contains("jvmtap-agent")) {
                findings.add(Finding.wrong(
                        variable + " puts an agent of an earlier session into every JVM", "unset " + variable));
            } else if (value.contains("-XX:+DisableAttachMechanism")) {
                findings.add(Finding.note(
                        variable + " keeps JVMs from being attached to",
                        "start them with jvmtap run, or unset " + variable));
            } else if (!value.isBlank()) {
                findings.add(Finding.note(
                        variable + " is set; jvmtap keeps it and adds to it, and JVMs print a line about it",
                        "unset " + variable + " if it is not needed"));
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.fine("no variable adds options to JVMs"));
        }
        return findings;
    }
}
