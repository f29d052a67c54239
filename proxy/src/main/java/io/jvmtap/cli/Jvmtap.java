package io.jvmtap.cli;

import io.jvmtap.Version;
import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code jvmtap} command; its subcommands do the work. */
@Command(
        name = "jvmtap",
        mixinStandardHelpOptions = true,
        version = "jvmtap " + Version.NAME,
        scope = ScopeType.INHERIT,
        description = "Shows what a JVM really says over TLS.",
        subcommands = {
            RunCommand.class,
            AttachCommand.class,
            DetachCommand.class,
            PsCommand.class,
            ProxyCommand.class,
            LogCommand.class,
            ShowCommand.class,
            ExportCommand.class,
            CapturesCommand.class,
            CaCommand.class,
            DemoCommand.class
        })
public final class Jvmtap implements Runnable {
    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of a failure.")
    private boolean verbose;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        Jvmtap top = new Jvmtap();
        CommandLine line = new CommandLine(top);
        line.setExecutionExceptionHandler((failure, command, parsed) -> top.report(failure, command));
        line.setParameterExceptionHandler((failure, arguments) -> usage(failure));
        // A program's @file and its options are its own.
        line.setExpandAtFiles(false);
        Objects.requireNonNull(line.getSubcommands().get("run")).setStopAtPositional(true);
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "no command given");
    }

    private int report(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        String remedy = failure instanceof CommandFailure ours ? "; " + ours.remedy() : " (--verbose shows where)";
        err.println("jvmtap: " + (failure.getMessage() == null ? failure.toString() : failure.getMessage()) + remedy);
        if (verbose) {
            failure.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static int usage(CommandLine.ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        command.getErr()
                .println("jvmtap: " + failure.getMessage() + "; try "
                        + command.getCommandSpec().qualifiedName() + " --help");
        command.getErr().flush();
        return CommandLine.ExitCode.USAGE;
    }
}
