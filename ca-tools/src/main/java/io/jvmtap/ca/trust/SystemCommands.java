package io.jvmtap.ca.trust;

import io.jvmtap.ca.CaException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Acts on this machine, and tells {@code log} of each change as one types it. */
public final class SystemCommands implements Commands {
    private final Map<String, String> environment;
    private final Consumer<String> log;

    public SystemCommands(Map<String, String> environment, Consumer<String> log) {
        this.environment = Map.copyOf(environment);
        this.log = log;
    }

    @Override
    public boolean has(String program) {
        for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            try {
                Path path = Path.of(directory);
                if (Files.isExecutable(path.resolve(program)) || Files.isExecutable(path.resolve(program + ".exe"))) {
                    return true;
                }
            } catch (InvalidPathException strayEntry) {
                continue;
            }
        }
        return false;
    }

    @Override
    public Output query(List<String> command) {
        return run(command);
    }

    @Override
    public void change(List<String> command) {
        log.accept(Commands.line(command));
        Output output = run(command);
        if (!output.succeeded()) {
            String said = output.text().strip();
            int lastLine = said.lastIndexOf('\n') + 1;
            throw new CaException(
                    command.get(0) + " failed with exit code " + output.exitCode()
                            + (said.isEmpty()
                                    ? ""
                                    : " (" + said.substring(lastLine).strip() + ")"),
                    "run it by hand to see why: " + Commands.line(command));
        }
    }

    @Override
    public void write(Path file, byte[] content, String like) {
        log.accept(like);
        Path temporary = null;
        try {
            // Through a link to the file itself: the link stays, and all who point there see the change.
            Path target = Files.exists(file) ? file.toRealPath() : file;
            temporary = Files.createTempFile(target.toAbsolutePath().getParent(), ".jvmtap-", ".new");
            Files.write(temporary, content);
            keepModeAndOwner(target, temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            discard(temporary);
            throw failed("write", file, failure);
        }
    }

    @Override
    public void delete(Path file) {
        log.accept(Commands.line(List.of("rm", "-f", file.toString())));
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw failed("remove", file, failure);
        }
    }

    private static Output run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    // Some tools ask for the password of a key chain or database.
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectErrorStream(true)
                    .start();
            try (InputStream output = process.getInputStream()) {
                String text = new String(output.readAllBytes(), Charset.defaultCharset());
                return new Output(process.waitFor(), text);
            }
        } catch (IOException failure) {
            throw new CaException(
                    "cannot run " + command.get(0) + " (" + failure.getMessage() + ")",
                    "install it, or put it on the PATH",
                    failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CaException("interrupted while running " + command.get(0), "run it again", interrupted);
        }
    }

    private static void keepModeAndOwner(Path target, Path temporary) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        if (!Files.exists(target)) {
            view.setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
            return;
        }
        PosixFileAttributes wanted = Files.readAttributes(target, PosixFileAttributes.class);
        PosixFileAttributes present = view.readAttributes();
        if (!wanted.owner().equals(present.owner())) {
            view.setOwner(wanted.owner());
        }
        if (!wanted.group().equals(present.group())) {
            view.setGroup(wanted.group());
        }
        view.setPermissions(wanted.permissions());
    }

    private static void discard(@Nullable Path temporary) {
        try {
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException ignored) {
            // The failure that led here is the one to report.
        }
    }

    private static CaException failed(String verb, Path file, IOException failure) {
        boolean denied = failure instanceof AccessDeniedException
                || String.valueOf(failure.getMessage()).contains("Operation not permitted");
        return new CaException(
                "cannot " + verb + " " + file + " (" + (denied ? "permission denied" : failure.getMessage()) + ")",
                denied ? "let an administrator run what --dry-run prints" : "mend that and try again",
                failure);
    }
}
