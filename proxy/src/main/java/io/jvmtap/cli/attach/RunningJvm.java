package io.jvmtap.cli.attach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A JVM of this user, found without disturbing it.
 *
 * @param main the main class, or the name of the jar
 * @param javaVersion empty where it cannot be told
 * @param innerPid its number as it sees it itself: another one in a container
 * @param hindrance why it cannot be attached to, if so
 */
public record RunningJvm(
        long pid,
        String main,
        String javaVersion,
        long innerPid,
        @Nullable Hindrance hindrance) {

    /** The JVMs of this user, in the order of their numbers. */
    public static List<RunningJvm> all() {
        if (!ProcessFiles.available()) {
            return AttachApi.isHere() ? AttachApi.jvms() : List.of();
        }
        String user = new ProcessFiles(self()).owner();
        return ProcessFiles.all().stream()
                .filter(process -> process.pid() != self() && process.owner().equals(user) && process.isJvm())
                .map(RunningJvm::of)
                .filter(Predicate.not(RunningJvm::isOurs))
                .toList();
    }

    /**
     * @throws Unattachable if it is not there or no JVM of this user
     */
    public static RunningJvm find(long pid) throws Unattachable {
        String seeAll = "see which JVMs there are: jvmtap ps";
        if (!ProcessFiles.available()) {
            return all().stream()
                    .filter(jvm -> jvm.pid == pid)
                    .findFirst()
                    .orElseThrow(() -> new Unattachable("there is no JVM " + pid + " of yours", seeAll));
        }
        ProcessFiles process = new ProcessFiles(pid);
        if (!process.exists()) {
            throw new Unattachable("there is no process " + pid, seeAll);
        }
        String owner = process.owner();
        String user = new ProcessFiles(self()).owner();
        if (!owner.equals(user)) {
            throw new Unattachable(
                    "process " + pid + " belongs to " + owner + ", not to " + user,
                    "attach as that user: sudo -u " + owner + " jvmtap attach " + pid);
        }
        RunningJvm jvm = of(process);
        if (pid == self() || process.isJvm() && jvm.isOurs()) {
            throw new Unattachable("process " + pid + " is jvmtap itself", seeAll);
        }
        if (!process.isJvm()) {
            throw new Unattachable("process " + pid + named(process) + " is no JVM", seeAll);
        }
        return jvm;
    }

    /** Whether it can read that file of ours under the same path. */
    public boolean sees(Path file) {
        return !ProcessFiles.available() || Files.isReadable(new ProcessFiles(pid).seen(file));
    }

    private static RunningJvm of(ProcessFiles process) {
        Map<String, String> texts = performanceData(process);
        JvmOptions options = JvmOptions.of(process, texts);
        String main = options.main();
        String name = main.substring(main.lastIndexOf('/') + 1);
        String version = texts.getOrDefault("java.property.java.version", "");
        return new RunningJvm(
                process.pid(),
                name.isEmpty() ? "?" : name,
                version.isEmpty() ? releasedAs(process) : version,
                process.innerPid(),
                hindrance(process, options));
    }

    private static @Nullable Hindrance hindrance(ProcessFiles process, JvmOptions options) {
        if (options.flag("DisableAttachMechanism", false)) {
            return new Hindrance("was started with -XX:+DisableAttachMechanism", "start it without that option");
        }
        if (!options.flag("EnableDynamicAgentLoading", true)) {
            return new Hindrance("was started with -XX:-EnableDynamicAgentLoading", "start it without that option");
        }
        if (process.isStopped()) {
            return new Hindrance("is stopped", "let it go on: kill -CONT " + process.pid());
        }
        if (process.isApart("net")) {
            return new Hindrance(
                    "runs in a network of its own (a container), where the tap cannot be reached",
                    "run jvmtap inside of it");
        }
        boolean listens = Files.exists(process.seen(Path.of("/tmp/.java_pid" + process.innerPid())));
        if (!listens && !process.handlesQuit()) {
            return new Hindrance("does not take attach requests yet (it is starting, or runs with -Xrs)", "try again");
        }
        return null;
    }

    /** In the directory of whatever name it has there: a user may be another one in a container. */
    private static Map<String, String> performanceData(ProcessFiles process) {
        try (Stream<Path> files = Files.list(process.seen(Path.of("/tmp")))) {
            List<Path> data = files.filter(file -> file.getFileName().toString().startsWith("hsperfdata_"))
                    .map(directory -> directory.resolve(Long.toString(process.innerPid())))
                    .filter(Files::isReadable)
                    .toList();
            return data.isEmpty() ? Map.of() : PerformanceData.read(data.get(0));
        } catch (IOException e) {
            return Map.of();
        }
    }

    /** From the release file of its home. */
    private static String releasedAs(ProcessFiles process) {
        Path home =
                process.executable().map(Path::getParent).map(Path::getParent).orElse(null);
        if (home == null) {
            return "";
        }
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.substring("JAVA_VERSION=".length()).replace("\"", ""))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private static String named(ProcessFiles process) {
        List<String> arguments = process.arguments();
        return arguments.isEmpty() ? "" : " (" + Path.of(arguments.get(0)).getFileName() + ")";
    }

    private boolean isOurs() {
        return main.equals("jvmtap.jar") || main.equals("io.jvmtap.cli.Jvmtap");
    }

    private static long self() {
        return ProcessHandle.current().pid();
    }
}
