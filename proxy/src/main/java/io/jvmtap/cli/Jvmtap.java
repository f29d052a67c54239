package io.jvmtap.cli;

import io.jvmtap.Version;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
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
        description = "Shows what a JVM really says over TLS.")
public final class Jvmtap implements Runnable {
    /** One line a subcommand, in the order of the help. */
    private static final Map<String, Supplier<Object>> SUBCOMMANDS = new LinkedHashMap<>();

    static {
        SUBCOMMANDS.put("run", RunCommand::new);
        SUBCOMMANDS.put("attach", AttachCommand::new);
        SUBCOMMANDS.put("detach", DetachCommand::new);
        SUBCOMMANDS.put("ps", PsCommand::new);
        SUBCOMMANDS.put("proxy", ProxyCommand::new);
        SUBCOMMANDS.put("log", LogCommand::new);
        SUBCOMMANDS.put("show", ShowCommand::new);
        SUBCOMMANDS.put("export", ExportCommand::new);
        SUBCOMMANDS.put("note", NoteCommand::new);
        SUBCOMMANDS.put("mark", MarkCommand::new);
        SUBCOMMANDS.put("stats", StatsCommand::new);
        SUBCOMMANDS.put("import", ImportCommand::new);
        SUBCOMMANDS.put("captures", CapturesCommand::new);
        SUBCOMMANDS.put("coverage", CoverageCommand::new);
        SUBCOMMANDS.put("doctor", DoctorCommand::new);
        SUBCOMMANDS.put("ca", CaCommand::new);
        SUBCOMMANDS.put("demo", DemoCommand::new);
    }

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of a failure.")
    private boolean verbose;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine(arguments).execute(arguments));
    }

    /** Knows the subcommand that these arguments begin with, or else all: building them takes longer than most run. */
    static CommandLine commandLine(String... arguments) {
        Jvmtap top = new Jvmtap();
        CommandLine line = new CommandLine(top);
        String first = arguments.length == 0 ? "" : arguments[0];
        Supplier<Object> asked = SUBCOMMANDS.get(first);
        if (asked == null) {
            SUBCOMMANDS.forEach((name, command) -> line.addSubcommand(name, command.get()));
        } else {
            line.addSubcommand(first, asked.get());
        }
        line.setExecutionExceptionHandler((failure, command, parsed) -> top.report(failure, command));
        line.setParameterExceptionHandler((failure, words) -> usage(failure));
        // A program's @file and its options are its own.
        line.setExpandAtFiles(false);
        CommandLine run = line.getSubcommands().get("run");
        if (run != null) {
            run.setStopAtPositional(true);
        }
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
        if (failure instanceof FilterArguments.Mistake mistake) {
            command.getErr().print(mistake.shown());
        }
        command.getErr().flush();
        return CommandLine.ExitCode.USAGE;
    }
}
