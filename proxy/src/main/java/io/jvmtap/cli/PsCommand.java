package io.jvmtap.cli;

import io.jvmtap.cli.attach.Hindrance;
import io.jvmtap.cli.attach.KnownTap;
import io.jvmtap.cli.attach.RunningJvm;
import io.jvmtap.json.JsonWriter;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jvmtap ps}: the JVMs of this user. */
@Command(name = "ps", description = "Lists your JVMs: which are tapped, and which can be attached to.")
final class PsCommand implements Callable<Integer> {
    /** A main class with its package, in most cases; longer ones push their own line apart. */
    private static final int WIDEST_NAME = 50;

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    /** One JVM with its tap, if it has one. */
    private record Row(RunningJvm jvm, Optional<KnownTap> tap) {
        String state() {
            Hindrance hindrance = jvm.hindrance();
            return tap.map(known -> "tapped by " + known.name())
                    .orElse(hindrance == null ? "can be attached to" : hindrance.problem());
        }
    }

    @Override
    public Integer call() {
        List<KnownTap> taps = KnownTap.all(Home.ofUser().state());
        List<Row> rows = RunningJvm.all().stream()
                .map(jvm -> new Row(jvm, TapsOfUser.tapOf(jvm, taps)))
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            rows.forEach(row -> out.println(json(row)));
        } else {
            table(rows, out);
        }
        out.flush();
        return 0;
    }

    private static void table(List<Row> rows, PrintWriter out) {
        if (rows.isEmpty()) {
            return;
        }
        int pid = 3;
        int java = 4;
        int main = 4;
        for (Row row : rows) {
            pid = Math.max(pid, Long.toString(row.jvm.pid()).length());
            java = Math.max(java, row.jvm.javaVersion().length());
            main = Math.max(main, Math.min(WIDEST_NAME, row.jvm.main().length()));
        }
        String format = "%" + pid + "s  %-" + java + "s  %-" + main + "s  %s";
        out.println(String.format(Locale.ROOT, format, "PID", "JAVA", "MAIN", "STATE"));
        for (Row row : rows) {
            out.println(String.format(
                    Locale.ROOT, format, row.jvm.pid(), row.jvm.javaVersion(), row.jvm.main(), row.state()));
        }
    }

    private static String json(Row row) {
        StringBuilder text = new StringBuilder();
        JsonWriter json = new JsonWriter(text).beginObject();
        json.name("pid").value(row.jvm.pid());
        json.name("main").value(row.jvm.main());
        json.name("java").value(row.jvm.javaVersion());
        json.name("tappedBy").value(row.tap.map(KnownTap::command).orElse(null));
        json.name("tapPid").value(row.tap.map(KnownTap::pid).orElse(0L));
        Hindrance hindrance = row.jvm.hindrance();
        json.name("attachable").value(hindrance == null && row.tap.isEmpty());
        json.name("hindrance").value(hindrance == null ? null : hindrance.problem());
        json.endObject();
        return text.toString();
    }
}
