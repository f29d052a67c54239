package io.jvmtap.cli;

import io.jvmtap.export.CurlWriter;
import io.jvmtap.export.ExportFormat;
import io.jvmtap.export.HarWriter;
import io.jvmtap.export.HttpieWriter;
import io.jvmtap.export.JsonlWriter;
import io.jvmtap.export.PcapngWriter;
import io.jvmtap.export.PrivateFile;
import io.jvmtap.query.filter.Filter;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.redact.Redaction;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
        har(HarWriter::new),
        curl(CurlWriter::new),
        httpie(HttpieWriter::new),
        jsonl(JsonlWriter::new),
        pcapng(PcapngWriter::new);

        private final Supplier<ExportFormat> writer;

        Format(Supplier<ExportFormat> writer) {
            this.writer = writer;
        }
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
        ExportFormat writer = format.writer.get();
        Redaction redaction = new Redaction(withSecrets);
        if (output != null) {
            PrivateFile.write(output, out -> writer.write(reader, filter, redaction, out));
        } else {
            OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
            writer.write(reader, filter, redaction, out);
            out.flush();
        }
        return CommandLine.ExitCode.OK;
    }
}
