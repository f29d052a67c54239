package io.jvmtap.entry.guest;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/**
 * Whose socket is at the other end of a loopback connection: Linux lists every socket with its user (proc_net_tcp.txt).
 * Blocking. Safe for use by many threads.
 */
public final class PeerUser {
    /** Fields of a line, from 0. */
    private static final int LOCAL = 1;

    private static final int REMOTE = 2;
    private static final int USER = 7;

    private final List<Path> tables;
    private final OptionalLong own;

    /**
     * @param tables in the format of {@code /proc/net/tcp}; those that do not exist are left out
     * @param own our own user, empty where the system does not tell: then everyone is let in
     */
    PeerUser(List<Path> tables, OptionalLong own) {
        this.tables = tables;
        this.own = own;
    }

    /** For this process; lets everyone in on systems other than Linux. */
    public static PeerUser ofThisProcess() {
        OptionalLong own = OptionalLong.empty();
        try {
            Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            own = OptionalLong.of(((Number) user).longValue());
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // Not a Linux: the port is for this machine only, and that has to do.
            own = OptionalLong.empty();
        }
        // A socket made for IPv6 is listed there even if it speaks IPv4.
        return new PeerUser(List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6")), own);
    }

    /**
     * @param peer the other end
     * @param ours our end of the same connection
     * @return the user of the other end if that is another one than we; empty if it is ours, or cannot be known because the
     *     system lists no connections at all
     */
    public OptionalLong stranger(InetSocketAddress peer, InetSocketAddress ours) throws IOException {
        if (own.isEmpty()) {
            return OptionalLong.empty();
        }
        boolean listed = false;
        for (Path table : tables) {
            if (!Files.isReadable(table)) {
                continue;
            }
            try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.US_ASCII)) {
                lines.readLine();
                for (String line; (line = lines.readLine()) != null; ) {
                    String[] fields = line.strip().split("\\s+");
                    if (fields.length <= USER) {
                        continue;
                    }
                    if (is(fields[LOCAL], peer) && is(fields[REMOTE], ours)) {
                        long user = Long.parseLong(fields[USER]);
                        return user == own.getAsLong() ? OptionalLong.empty() : OptionalLong.of(user);
                    }
                    listed |= is(fields[LOCAL], ours) && is(fields[REMOTE], peer);
                }
            }
        }
        if (listed) {
            throw new IOException("its end of the connection is not listed");
        }
        return OptionalLong.empty();
    }

    /** @param text the address as words of 32 bits in the machine's own order, a colon, the port, all in hexadecimal */
    private static boolean is(String text, InetSocketAddress address) throws UnknownHostException {
        int colon = text.indexOf(':');
        if (colon < 0 || Integer.parseInt(text.substring(colon + 1), 16) != address.getPort()) {
            return false;
        }
        ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(text.substring(0, colon)))
                .order(ByteOrder.nativeOrder());
        ByteBuffer bytes = ByteBuffer.allocate(words.remaining());
        while (words.remaining() >= Integer.BYTES) {
            bytes.putInt(words.getInt());
        }
        // Makes an IPv4 address of an IPv4-mapped one.
        return InetAddress.getByAddress(bytes.array()).equals(address.getAddress());
    }
}
