package io.jvmtap.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the user's files are: the CA below {@code data}, captures and sessions below {@code state}.
 * {@code JVMTAP_HOME} overrides both; otherwise the XDG base directories count.
 */
public record Home(Path data, Path state) {

    /** @param environment as {@link System#getenv()} gives it */
    public static Home of(Map<String, String> environment, String userHome) {
        String own = set(environment.get("JVMTAP_HOME"));
        if (own != null) {
            Path home = Path.of(own).toAbsolutePath();
            return new Home(home, home);
        }
        return new Home(
                base(environment.get("XDG_DATA_HOME"), Path.of(userHome, ".local", "share")),
                base(environment.get("XDG_STATE_HOME"), Path.of(userHome, ".local", "state")));
    }

    public static Home ofUser() {
        return of(System.getenv(), System.getProperty("user.home", "."));
    }

    /** Where the CA's key and certificate are. */
    public Path ca() {
        return data.resolve("ca");
    }

    /** Where SQLite's library for this machine is unpacked, once. */
    public Path natives() {
        return state.resolve("native");
    }

    public Path captures() {
        return state.resolve("captures");
    }

    /** The XDG specification: a path that is not absolute is to be ignored. */
    private static Path base(@Nullable String variable, Path otherwise) {
        String value = set(variable);
        Path path = value != null && Path.of(value).isAbsolute() ? Path.of(value) : otherwise;
        return path.resolve("jvmtap");
    }

    private static @Nullable String set(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }
}
