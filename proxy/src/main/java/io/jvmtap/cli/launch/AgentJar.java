package io.jvmtap.cli.launch;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;

/**
 * The agent as a file. It is kept by the digest of its content, because a JVM that runs keeps its agent's jar open and
 * must not find another one in its place; and under its own name, which its manifest repeats.
 */
public final class AgentJar {
    static final String NAME = "jvmtap-agent.jar";

    private static final String RESOURCE = "/agent/" + NAME;

    private AgentJar() {}

    /**
     * The agent below a directory of the user's, unpacked unless it is there already.
     *
     * @param session where it goes instead if the path there cannot stand in the options of a shell script
     */
    public static Path unpack(Path state, Path session) throws IOException, LaunchException {
        Packed packed = Packed.find();
        Path kept = state.resolve("agent").resolve(packed.key());
        Path directory = survivesWordSplitting(kept) ? kept : session;
        Path file = directory.resolve(NAME);
        if (!survivesWordSplitting(file)) {
            throw new LaunchException(
                    "the path " + file + " has a blank or a sign in it that shells change",
                    "set TMPDIR to a plain path");
        }
        if (!Files.isRegularFile(file) || !packed.is(Files.readAllBytes(file))) {
            PrivateFiles.directory(directory);
            PrivateFiles.write(file, packed.content(), "r--------");
        }
        return file;
    }

    /**
     * Whether a path can stand in a variable that a script takes apart at blanks, and before the {@code =} that ends
     * the path of {@code -javaagent}.
     */
    static boolean survivesWordSplitting(Path path) {
        return path.toString().chars().allMatch(c -> Character.isLetterOrDigit(c) || "/._-+,:@".indexOf(c) >= 0);
    }

    /**
     * The agent inside our own jar. The jar's directory tells size and checksum, so that the agent need not be unpacked
     * to see that it is there already: that would be a tenth of what it takes to start.
     */
    private record Packed(URL place, long size, long crc) {
        static Packed find() throws IOException, LaunchException {
            URL place = AgentJar.class.getResource(RESOURCE);
            if (place == null) {
                throw new LaunchException("this build has no agent in it", "build with mvn package");
            }
            if (place.openConnection() instanceof JarURLConnection jar) {
                JarEntry entry = jar.getJarEntry();
                return new Packed(place, entry.getSize(), entry.getCrc());
            }
            byte[] content = read(place);
            return new Packed(place, content.length, crc(content));
        }

        /** Tells builds apart; the directory is the user's own, so nobody forges one here. */
        String key() {
            return Long.toHexString(crc) + "-" + Long.toHexString(size);
        }

        boolean is(byte[] content) {
            return content.length == size && crc(content) == crc;
        }

        byte[] content() throws IOException {
            return read(place);
        }

        private static byte[] read(URL place) throws IOException {
            try (InputStream resource = place.openStream()) {
                return resource.readAllBytes();
            }
        }

        private static long crc(byte[] content) {
            CRC32 crc = new CRC32();
            crc.update(content);
            return crc.getValue();
        }
    }
}
