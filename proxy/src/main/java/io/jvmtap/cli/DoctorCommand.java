package io.jvmtap.cli;

import io.jvmtap.cli.doctor.CaCheck;
import io.jvmtap.cli.doctor.Check;
import io.jvmtap.cli.doctor.DirectoryCheck;
import io.jvmtap.cli.doctor.DiskCheck;
import io.jvmtap.cli.doctor.EnvironmentCheck;
import io.jvmtap.cli.doctor.Finding;
import io.jvmtap.cli.doctor.JavaCheck;
import io.jvmtap.cli.doctor.LeftoverCheck;
import io.jvmtap.cli.doctor.LoopbackCheck;
import io.jvmtap.cli.doctor.ProcessCheck;
import io.jvmtap.cli.doctor.ProcessView;
import io.jvmtap.record.NativeLibrary;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jvmtap doctor}: what is wrong, in sentences, with the command that mends it. */
@Command(
        name = "doctor",
        description = {
            "Says what is wrong with this machine, this Java, the CA and, with a PID, that process; and what mends it.",
            "The exit code is 0 if nothing is, else 1. It changes nothing."
        })
final class DoctorCommand implements Callable<Integer> {
    private static final Path PROC = Path.of("/proc");

    @Parameters(paramLabel = "PID", arity = "0..1", description = "A process that is to be tapped while it runs.")
    private @Nullable Long pid;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if (pid != null && pid <= 0) {
            throw new CommandLine.ParameterException(spec.commandLine(), "a PID is a number from 1 up, not " + pid);
        }
        if (pid != null && !Files.isDirectory(PROC.resolve("self"))) {
            throw new CommandFailure("this system does not tell of processes", "leave out the PID");
        }
        Home home = Home.ofUser();
        List<Check> checks = new ArrayList<>(machine(home, System.getenv()));
        if (pid != null) {
            checks.add(new ProcessCheck(pid, new ProcessView(PROC, pid)));
        }
        boolean wrong = report(checks, spec.commandLine().getOut());
        return wrong ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private static List<Check> machine(Home home, Map<String, String> environment) {
        NativeLibrary.keepIn(home.natives());
        Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        return List.of(
                JavaCheck.ofThis(),
                new DirectoryCheck("captures", home.captures(), true),
                new DirectoryCheck("sessions", temporary, false),
                new CaCheck(home.ca(), InstantSource.system()),
                DiskCheck.of(home.captures()),
                new LoopbackCheck("localhost"),
                new EnvironmentCheck(environment),
                new LeftoverCheck(temporary, home.captures()));
    }

    /** @return whether anything is wrong */
    static boolean report(List<Check> checks, PrintWriter out) {
        int wrong = 0;
        for (Check check : checks) {
            for (Finding finding : check.look()) {
                out.println(mark(finding.grade()) + "  " + finding.sentence());
                if (finding.remedy() != null) {
                    out.println("         " + finding.remedy());
                }
                wrong += finding.grade() == Finding.Grade.WRONG ? 1 : 0;
            }
        }
        out.println();
        out.println(
                wrong == 0 ? "Nothing is wrong." : wrong + (wrong == 1 ? " thing is wrong." : " things are wrong."));
        out.flush();
        return wrong > 0;
    }

    private static String mark(Finding.Grade grade) {
        return switch (grade) {
            case FINE -> "  ok   ";
            case NOTE -> "  note ";
            case WRONG -> "  WRONG";
        };
    }
}
