package io.jvmtap.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows long output page by page, as {@code git log} does: {@code $PAGER}, or less, with {@code LESS=FRX} unless that is
 * set. Only where stdout is a terminal; elsewhere, and where the pager cannot be started, the output goes out as it is.
 */
final class Pager implements AutoCloseable {
    private final @Nullable Process process;
    private final PrintWriter out;

    private Pager(@Nullable Process process, PrintWriter out) {
        this.process = process;
        this.out = out;
    }

    /**
     * @param terminal whether stdout is one
     * @param plain where the output goes without a pager
     */
    static Pager start(boolean terminal, Map<String, String> environment, PrintWriter plain) {
        String command = environment.getOrDefault("PAGER", "less");
        if (!terminal || command.isBlank() || command.equals("cat")) {
            return new Pager(null, plain);
        }
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        "sh", "-c", "command -v " + first(command) + " >/dev/null || exec cat; exec " + command))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putIfAbsent("LESS", "FRX");
        try {
            Process process = builder.start();
            // A pager that is left alone would leave the terminal as it set it.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> finish(process), "jvmtap-pager"));
            return new Pager(
                    process,
                    new PrintWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return new Pager(null, plain);
        }
    }

    private static String first(String command) {
        String word = command.strip().split("\\s+", 2)[0];
        return word.matches("[A-Za-z0-9_./-]+") ? word : "true";
    }

    PrintWriter out() {
        return out;
    }

    /** Waits until the reader has seen enough. */
    @Override
    public void close() {
        out.flush();
        if (process != null) {
            out.close();
            finish(process);
        }
    }

    private static void finish(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It was quit before the end, which is the usual way.
        }
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
