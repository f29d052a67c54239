package io.jvmtap.hook.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Installs sessions that name a CA and nothing that is alive. */
public final class TestSession {

    private TestSession() {}

    /** Makes a session with this CA, or with none, the current one. */
    public static void ca(byte @Nullable [] der) {
        try {
            Path file = Files.createTempFile("session", ".properties");
            Files.write(file, text(der).getBytes("US-ASCII"));
            Session.install(Session.read(file.toFile()));
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A session file (WIRE.md, 5) for a proxy that is not there. */
    public static String text(byte @Nullable [] der) {
        String ca = der == null ? "" : "ca=" + Base64.getEncoder().encodeToString(der) + "\n";
        return "version=1\nport=1\ntoken=" + "00".repeat(32) + "\nquiet=true\n" + ca;
    }
}
