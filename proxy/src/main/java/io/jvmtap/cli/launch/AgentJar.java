package io.jvmtap.cli.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The agent as a file. It is kept by the digest of its content, because a JVM that runs keeps its agent's jar open and
 * must not find another one in its place; and under its own name, which its manifest repeats.
 */
public final class AgentJar {
    static final String NAME = "jvmtap-agent.jar";

    private static final String RESOURCE = "/agent/" + NAME;
    /** Eight bytes of SHA-256 tell builds apart; nobody forges one here. */
    private static final int KEY_BYTES = 8;

    private AgentJar() {}

    /**
     * The agent below a directory of the user's, unpacked unless it is there already.
     *
     * @param session where it goes instead if the path there cannot stand in the options of a shell script
     */
    public static Path unpack(Path state, Path session) throws IOException, LaunchException {
        byte[] content = content();
        Path kept = state.resolve("agent").resolve(key(content));
        Path directory = survivesWordSplitting(kept) ? kept : session;
        Path file = directory.resolve(NAME);
        if (!survivesWordSplitting(file)) {
            throw new LaunchException(
                    "the path " + file + " has a blank or a sign in it that shells change",
                    "set TMPDIR to a plain path");
        }
        if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
            PrivateFiles.directory(directory);
            PrivateFiles.write(file, content, "r--------");
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

    private static byte[] content() throws IOException, LaunchException {
        try (InputStream resource = AgentJar.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new LaunchException("this build has no agent in it", "build with mvn package");
            }
            return resource.readAllBytes();
        }
    }

    private static String key(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
