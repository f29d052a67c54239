package io.jvmtap.cli.doctor;

import java.util.ArrayList;
import java.util.List;

/** Whether a process is a JVM that can be tapped while it runs, and if not, why. */
public record ProcessCheck(long pid, ProcessView process) implements Check {
    private static final int OLDEST = 8;
    /** From here on a JVM warns when an agent is loaded into it (JEP 451). */
    private static final int WARNS = 21;

    private static final String START_ANEW = "start it with jvmtap run -- ...";
    private static final List<String> OPTION_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    @Override
    public List<Finding> look() {
        String name = "process " + pid;
        if (!process.exists()) {
            return List.of(Finding.wrong("there is no " + name + " here", "jps -l lists the JVMs"));
        }
        if (process.user() != process.ownUser()) {
            return List.of(Finding.wrong(
                    name + " is another user's (id " + process.user() + "), and a JVM listens to its own user only",
                    "run jvmtap as that user: sudo -u '#" + process.user() + "' jvmtap doctor " + pid));
        }
        String library = process.jvm();
        if (library == null) {
            return List.of(Finding.wrong(name + " is no JVM: no libjvm.so is loaded in it", "jps -l lists the JVMs"));
        }
        List<Finding> findings = new ArrayList<>();
        version(findings, name, library);
        tapped(findings, name);
        flags(findings, name);
        place(findings, name);
        if (findings.stream().noneMatch(one -> one.grade() != Finding.Grade.FINE)) {
            findings.add(Finding.fine(name + " can be attached to"));
        }
        return findings;
    }

    private void version(List<Finding> findings, String name, String library) {
        String version = process.javaVersion();
        int feature = feature(version);
        if (library.contains("j9vm")) {
            findings.add(Finding.note(name + " is an OpenJ9 JVM, for which jvmtap was never tested", START_ANEW));
        } else if (version.isEmpty()) {
            findings.add(
                    Finding.note("the Java version of " + name + " cannot be told", "jcmd " + pid + " VM.version"));
        } else if (feature < OLDEST) {
            findings.add(Finding.wrong(
                    name + " runs on Java " + version + ", and the agent needs " + OLDEST + " or later",
                    "run the program on a newer Java"));
        } else {
            findings.add(Finding.fine(name + " runs on Java " + version));
        }
    }

    private void tapped(List<Finding> findings, String name) {
        boolean agent = process.holdsOpen("/jvmtap-agent.jar")
                || options().stream().anyMatch(option -> option.contains("jvmtap-agent.jar="));
        if (agent) {
            findings.add(Finding.note(name + " has the agent in it already", "jvmtap log -f shows what it says"));
        }
    }

    private void flags(List<Finding> findings, String name) {
        List<String> options = options();
        int feature = feature(process.javaVersion());
        if (options.contains("-XX:+DisableAttachMechanism")) {
            findings.add(Finding.wrong(
                    name + " does not let itself be attached to (-XX:+DisableAttachMechanism)", START_ANEW));
        }
        if (options.contains("-XX:-EnableDynamicAgentLoading")) {
            findings.add(
                    Finding.wrong(name + " loads no agent while it runs (-XX:-EnableDynamicAgentLoading)", START_ANEW));
        } else if (feature >= WARNS && !options.contains("-XX:+EnableDynamicAgentLoading")) {
            findings.add(Finding.note(
                    name + " prints four lines of warning when an agent is loaded",
                    "start it with -XX:+EnableDynamicAgentLoading, or with jvmtap run"));
        }
        boolean manager = options.stream()
                .anyMatch(option -> option.equals("-Djava.security.manager")
                        || option.startsWith("-Djava.security.manager=")
                                && !option.endsWith("=allow")
                                && !option.endsWith("=disallow"));
        if (manager) {
            findings.add(Finding.note(
                    name + " has a security manager; the agent works under it, but child processes may not be tapped",
                    START_ANEW));
        }
    }

    private void place(List<Finding> findings, String name) {
        if (process.otherPids()) {
            findings.add(Finding.wrong(
                    name + " is in a process namespace of its own, as in a container: it has another id there",
                    "run jvmtap in it: nsenter -t " + pid + " -a, or docker exec"));
        } else if (process.contained()) {
            findings.add(Finding.wrong(
                    name + " sees other files or another network than you, as in a container",
                    "run jvmtap in it: nsenter -t " + pid + " -a, or docker exec"));
        }
    }

    /** From the command line and from the variables that add to it. */
    private List<String> options() {
        List<String> options = new ArrayList<>(process.command());
        for (String variable : OPTION_VARIABLES) {
            String value = process.variable(variable);
            if (value != null) {
                options.addAll(List.of(value.trim().split("\\s+")));
            }
        }
        return options;
    }

    /** 8 of {@code 1.8.0_504}, 21 of {@code 21.0.13}; 0 where it is no version. */
    static int feature(String version) {
        String[] parts = version.split("[^0-9]+");
        try {
            int first = parts.length == 0 || parts[0].isEmpty() ? 0 : Integer.parseInt(parts[0]);
            return first == 1 && parts.length > 1 ? Integer.parseInt(parts[1]) : first;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
