package io.jvmtap.cli.attach;

import io.jvmtap.cli.launch.PrivateFiles;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A tap that runs, as other commands of the same user know it: by a file in {@code taps} that is there as long as the tap
 * is, and that says where its {@link TapDoor} is.
 *
 * @param pid of its process
 * @param command what the user started: run, proxy, attach
 */
public record KnownTap(long pid, String command, Path agent, Path sessionFile, Path door) {

    /**
     * A program on a tap.
     *
     * @param connections that it has open through the tap
     */
    public record Program(long pid, String label, int connections) {}

    /** All that answer; the file of one that was killed is taken away. */
    public static List<KnownTap> all(Path state) {
        List<KnownTap> taps = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory(state))) {
            for (Path file : files.sorted().toList()) {
                if (!file.getFileName().toString().startsWith(".")) {
                    read(file, taps);
                }
            }
        } catch (IOException e) {
            // No tap has ever run, or none of ours to read.
            return List.of();
        }
        return taps;
    }

    /** Makes it known. */
    public Path write(Path state) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("command", command);
        properties.setProperty("agent", agent.toString());
        properties.setProperty("session", sessionFile.toString());
        properties.setProperty("door", door.toString());
        StringWriter text = new StringWriter();
        properties.store(text, null);
        PrivateFiles.directory(directory(state));
        Path file = directory(state).resolve(Long.toString(pid));
        PrivateFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8), "rw-------");
        return file;
    }

    /** How a user calls it. */
    public String name() {
        return "`jvmtap " + command + "` (pid " + pid + ")";
    }

    /** @throws IOException if the tap is gone, or does not answer */
    public List<Program> programs() throws IOException {
        List<Program> programs = new ArrayList<>();
        for (String line : ask(TapDoor.PROGRAMS)) {
            String[] fields = line.split("\t", 3);
            programs.add(new Program(Long.parseLong(fields[0]), fields[2], Integer.parseInt(fields[1])));
        }
        return programs;
    }

    /** Has the tap let a program go; false if it is not there. */
    public boolean detach(long program) throws IOException {
        return ask(TapDoor.DETACH + program).contains(TapDoor.DONE);
    }

    private List<String> ask(String question) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(door))) {
            ByteBuffer bytes = ByteBuffer.wrap((question + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().toList();
        }
    }

    private static void read(Path file, List<KnownTap> taps) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(file)));
        long pid = Long.parseLong(file.getFileName().toString());
        KnownTap tap = new KnownTap(
                pid,
                properties.getProperty("command", ""),
                Path.of(properties.getProperty("agent", "")),
                Path.of(properties.getProperty("session", "")),
                Path.of(properties.getProperty("door", "")));
        if (ProcessHandle.of(pid).isPresent() && Files.exists(tap.door)) {
            taps.add(tap);
        } else {
            Files.deleteIfExists(file);
        }
    }

    private static Path directory(Path state) {
        return state.resolve("taps");
    }
}
