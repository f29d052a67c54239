package io.jvmtap.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Stands where the tap will stand: it holds the port and writes the session file, and sees nothing. */
public final class Tap implements AutoCloseable {
    /** What a tap is asked for. */
    public record Options(
            @Nullable Path capture,
            List<String> include,
            List<String> exclude,
            int port,
            boolean failClosed,
            boolean quiet,
            boolean keepAddresses,
            boolean singleAddress,
            @Nullable String label,
            Path sessionFile,
            Path caDirectory) {}

    private final Options options;
    private final ServerSocket socket;

    private Tap(Options options, ServerSocket socket) {
        this.options = options;
        this.socket = socket;
    }

    /** Binds the port and writes the session file. */
    public static Tap start(Options options, PrintStream log) {
        try {
            ServerSocket socket = new ServerSocket(options.port(), 50, InetAddress.getLoopbackAddress());
            Files.writeString(
                    options.sessionFile(),
                    "version=1\nport=" + socket.getLocalPort() + "\nquiet=" + options.quiet() + "\n");
            return new Tap(options, socket);
        } catch (IOException e) {
            throw new CommandFailure(
                    "port " + options.port() + " is taken: " + e.getMessage(), "choose another with -l", e);
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    public Path sessionFile() {
        return options.sessionFile();
    }

    public @Nullable Path capture() {
        return options.capture();
    }

    /** Control connections that are open now. */
    public int programs() {
        return 0;
    }

    public CompletableFuture<Void> whenIdle() {
        return CompletableFuture.completedFuture(null);
    }

    public void flush() {}

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new CommandFailure("cannot close the port", "nothing to do", e);
        }
    }
}
