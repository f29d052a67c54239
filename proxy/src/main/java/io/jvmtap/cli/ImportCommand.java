package io.jvmtap.cli;

import io.jvmtap.flow.FlowClock;
import io.jvmtap.har.HarImport;
import io.jvmtap.record.CaptureException;
import io.jvmtap.record.CaptureWriter;
import io.jvmtap.record.NativeLibrary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jvmtap import}: a capture made of another program's file. */
@Command(
        name = "import",
        description = {
            "Makes a capture of a HAR file, of a browser or another tool.",
            "It is the newest capture then, so that log, show, export and stats mean it."
        })
final class ImportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "HAR 1.2.")
    private Path file;

    @Option(
            names = {"-c", "--capture"},
            paramLabel = "CAPTURE",
            description = "The new capture; must not exist. Default: among your captures.")
    private @Nullable Path capture;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Home home = Home.ofUser();
        NativeLibrary.keepIn(home.natives());
        String label =
                file.getFileName() == null ? "import" : file.getFileName().toString();
        Path target = capture == null ? CaptureOutput.fresh(home, label) : capture;
        if (Files.exists(target)) {
            throw new CommandFailure(target + " exists", "name a file that does not");
        }
        int entries;
        try (BufferedReader in = Files.newBufferedReader(file)) {
            entries = read(in, target, label);
        } catch (CaptureException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e.remedy(), e);
        } catch (NoSuchFileException e) {
            throw new CommandFailure("there is no file " + e.getMessage(), "check the name", e);
        } catch (CharacterCodingException e) {
            throw new CommandFailure(file + " is no HAR file: it is not UTF-8", "export it again as HAR 1.2", e);
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot import " + file + ": " + e.getMessage(), "check that it is a HAR 1.2 file", e);
        }
        spec.commandLine().getOut().println(target + ": " + entries + " exchanges");
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }

    /** What cannot be read to its end leaves no capture. */
    private static int read(Reader in, Path target, String label) throws IOException {
        boolean done = false;
        try {
            int entries;
            try (CaptureWriter writer = CaptureWriter.open(target, label, FlowClock.system(), line -> {})) {
                entries = new HarImport(writer, writer.ids()).read(in);
                writer.flush();
                if (writer.losses().events() > 0) {
                    throw new IOException("writing " + target + " failed");
                }
            }
            done = true;
            return entries;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            if (!done) {
                for (String suffix : new String[] {"", "-wal", "-shm"}) {
                    Files.deleteIfExists(Path.of(target + suffix));
                }
            }
        }
    }
}
