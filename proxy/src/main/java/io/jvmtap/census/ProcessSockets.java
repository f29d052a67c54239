package io.jvmtap.census;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The TCP sockets of a process, as Linux tells them below {@code /proc} (proc(5), {@code /proc/net/tcp}). */
public final class ProcessSockets {
    private static final int LISTEN = 0x0A;
    private static final String SOCKET = "socket:[";

    private final Path proc;

    /**
     * One connection that the process made: not one that it accepted, whose own port is one that it listens on.
     *
     * @param inode names the socket as long as it is open
     */
    public record Outgoing(long inode, InetAddress address, int port) {}

    private record Line(long inode, int localPort, InetAddress remote, int remotePort, int state) {}

    /** @param proc {@code /proc}, or what stands for it in a test */
    public ProcessSockets(Path proc) {
        this.proc = proc;
    }

    /** Whether this system tells of sockets at all. */
    public boolean available() {
        return Files.isReadable(proc.resolve("self/net/tcp"));
    }

    /** @throws IOException if the process is gone, or another user's */
    public List<Outgoing> outgoing(long pid) throws IOException {
        Path process = proc.resolve(Long.toString(pid));
        Set<Long> own = inodes(process.resolve("fd"));
        List<Line> lines = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            Path file = process.resolve("net").resolve(table);
            if (Files.isReadable(file)) {
                Files.readAllLines(file).stream().skip(1).forEach(line -> add(lines, line));
            }
        }
        Set<Integer> listening = new HashSet<>();
        for (Line line : lines) {
            if (line.state == LISTEN) {
                listening.add(line.localPort);
            }
        }
        return lines.stream()
                .filter(line -> own.contains(line.inode) && line.remotePort != 0)
                .filter(line -> !listening.contains(line.localPort))
                .map(line -> new Outgoing(line.inode, line.remote, line.remotePort))
                .toList();
    }

    /** Files that the process has mapped, native libraries among them. */
    public List<String> mapped(long pid) {
        try {
            return Files.readAllLines(proc.resolve(Long.toString(pid)).resolve("maps"));
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Set<Long> inodes(Path descriptors) throws IOException {
        Set<Long> inodes = new HashSet<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
            for (Path link : links) {
                String target = target(link);
                if (target.startsWith(SOCKET)) {
                    inodes.add(Long.parseLong(target.substring(SOCKET.length(), target.length() - 1)));
                }
            }
        }
        return inodes;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // Closed meanwhile.
        }
    }

    /** {@code sl local remote state queues timer retransmits uid timeout inode ...}; a line of another shape is left out. */
    private static void add(List<Line> lines, String text) {
        String[] words = text.trim().split("\\s+");
        try {
            String[] local = words[1].split(":");
            String[] remote = words[2].split(":");
            lines.add(new Line(
                    Long.parseLong(words[9]),
                    Integer.parseInt(local[1], 16),
                    address(remote[0]),
                    Integer.parseInt(remote[1], 16),
                    Integer.parseInt(words[3], 16)));
        } catch (RuntimeException | UnknownHostException e) {
            return;
        }
    }

    /** Each group of four bytes is a number of the machine's own byte order, which is little-endian where JVMs run. */
    private static InetAddress address(String hex) throws UnknownHostException {
        byte[] bytes = HexFormat.of().parseHex(hex);
        for (int word = 0; word + 3 < bytes.length; word += 4) {
            for (int i = 0; i < 2; i++) {
                byte low = bytes[word + i];
                bytes[word + i] = bytes[word + 3 - i];
                bytes[word + 3 - i] = low;
            }
        }
        return InetAddress.getByAddress(bytes);
    }
}
