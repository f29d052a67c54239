package io.jvmtap.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * JVMs with an {@code /etc/hosts} of their own, in a mount namespace: JDK 8 knows no other way to be given names, nor do
 * clients that look names up by themselves. The name server of these JVMs is a loopback port where nobody listens.
 */
final class OwnNames {
    private static final List<List<String>> WAYS = List.of(
            List.of("unshare", "--mount"), //
            List.of("unshare", "--user", "--map-root-user", "--mount"));

    private final List<String> unshare;
    private final Path hosts;
    private final Path resolver;

    /** @param directory keeps the files for as long as programs run */
    OwnNames(Path directory, Map<String, String> addresses) throws IOException {
        unshare = way(directory);
        hosts = directory.resolve("hosts");
        resolver = directory.resolve("resolv.conf");
        StringBuilder lines = new StringBuilder("127.0.0.1 localhost\n");
        addresses.forEach((name, address) ->
                lines.append(address).append(' ').append(name).append('\n'));
        Files.writeString(hosts, lines);
        Files.writeString(resolver, "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
    }

    /** Whether this machine lets us. */
    boolean possible() {
        return !unshare.isEmpty();
    }

    /** A home whose {@code bin/java} is that of {@code home} with these names. */
    Path home(Path home, Path into) throws IOException {
        Path java = Files.createDirectories(into.resolve("bin")).resolve("java");
        String script = "#!/bin/sh\nexec " + String.join(" ", unshare) + " sh -c '"
                + "mount --bind " + hosts + " /etc/hosts && mount --bind " + resolver + " /etc/resolv.conf && "
                + "exec " + home + "/bin/java \"$@\"' java \"$@\"\n";
        Files.createFile(java, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(java, script);
        return into;
    }

    private static List<String> way(Path directory) throws IOException {
        Path probe = Files.writeString(directory.resolve("probe"), "");
        for (List<String> way : WAYS) {
            List<String> command = new ArrayList<>(way);
            command.addAll(List.of("mount", "--bind", probe.toString(), "/etc/hosts"));
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (process.waitFor() == 0) {
                    return way;
                }
            } catch (IOException noSuchCommand) {
                return List.of();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return List.of();
            }
        }
        return List.of();
    }
}
