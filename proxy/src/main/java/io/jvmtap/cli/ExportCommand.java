package io.jvmtap.cli;

import io.jvmtap.export.HarWriter;
import io.jvmtap.query.filter.Filter;
import io.jvmtap.record.CaptureReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jvmtap export}: a capture in another program's format. */
@Command(
        name = "export",
        description = {
            "Writes a capture in another program's format.",
            "Secrets (credentials, cookies, tokens, passwords) are replaced by a short hash unless --with-secrets."
        },
        preprocessor = FilterArguments.Dashes.class)
final class ExportCommand implements Callable<Integer> {
    /** The formats there are. */
    enum Format {
        har
    }

    @Mixin
    private CaptureOption capture;

    @Option(
            names = {"-F", "--format"},
            required = true,
            description = "One of: ${COMPLETION-CANDIDATES}.")
    private Format format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Default: stdout.")
    private @Nullable Path output;

    @Option(names = "--with-secrets", description = "Leave secrets as they are.")
    private boolean withSecrets;

    @Mixin
    private FilterArguments filters;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        Filter filter = filters.filter(spec.commandLine());
        return capture.read(Home.ofUser(), reader -> export(reader, filter));
    }

    private int export(CaptureReader reader, Filter filter) throws IOException {
        if (output != null) {
            HarWriter.write(reader, output, withSecrets, filter);
        } else {
            Writer out = new OutputStreamWriter(System.out, StandardCharsets.UTF_8);
            HarWriter.write(reader, out, withSecrets, filter);
            out.flush();
        }
        return CommandLine.ExitCode.OK;
    }
}
