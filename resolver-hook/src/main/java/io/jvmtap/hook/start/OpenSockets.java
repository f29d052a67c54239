package io.jvmtap.hook.start;

import io.jvmtap.hook.boot.Reports;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The connections that the JVM had before the agent came into it: each is told of as a bypass, since it will not be seen.
 * They are the established TCP connections among its descriptors whose local port it does not listen on itself, which
 * leaves out those that others opened to it. What is spoken on them cannot be known. Linux only: elsewhere none is told of.
 */
final class OpenSockets {
    /** Columns of {@code /proc/self/net/tcp}: see proc(5). */
    private static final int LOCAL = 1;

    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String ESTABLISHED = "01";
    private static final String LISTENING = "0A";

    /** A program with more has no use for a line for each, and the queue has other things to hold. */
    private static final int MOST = 1000;

    private OpenSockets() {}

    static void report() {
        try {
            int told = 0;
            for (String[] row : connected(rows(ownInodes()))) {
                String remote = row[REMOTE];
                int colon = remote.indexOf(':');
                if (told++ < MOST) {
                    Reports.earlier(
                            address(remote.substring(0, colon)), Integer.parseInt(remote.substring(colon + 1), 16));
                }
            }
        } catch (IOException | RuntimeException notLinux) {
            // Nothing is known then, and nothing is claimed.
        }
    }

    private static Set<String> ownInodes() throws IOException {
        Set<String> inodes = new HashSet<String>();
        String[] descriptors = new File("/proc/self/fd").list();
        if (descriptors == null) {
            throw new IOException("no /proc");
        }
        for (String descriptor : descriptors) {
            try {
                String target = Files.readSymbolicLink(new File("/proc/self/fd", descriptor).toPath())
                        .toString();
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring(8, target.length() - 1));
                }
            } catch (IOException closedMeanwhile) {
                continue;
            }
        }
        return inodes;
    }

    private static List<String[]> rows(Set<String> inodes) throws IOException {
        List<String[]> rows = new ArrayList<String[]>();
        for (String table : new String[] {"tcp", "tcp6"}) {
            File file = new File("/proc/self/net", table);
            // Without IPv6 there is no second table.
            if (!file.exists()) {
                continue;
            }
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(new FileInputStream(file), "US-ASCII"))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    String[] row = line.trim().split("\\s+");
                    if (row.length > INODE && inodes.contains(row[INODE])) {
                        rows.add(row);
                    }
                }
            }
        }
        return rows;
    }

    private static List<String[]> connected(List<String[]> rows) {
        Set<String> served = new HashSet<String>();
        for (String[] row : rows) {
            if (row[STATE].equals(LISTENING)) {
                served.add(port(row));
            }
        }
        List<String[]> connected = new ArrayList<String[]>();
        for (String[] row : rows) {
            if (row[STATE].equals(ESTABLISHED) && !served.contains(port(row))) {
                connected.add(row);
            }
        }
        return connected;
    }

    private static String port(String[] row) {
        return row[LOCAL].substring(row[LOCAL].indexOf(':') + 1);
    }

    /** Words of four bytes in the machine's own order, which is little-endian wherever this runs. */
    static String address(String hex) throws IOException {
        byte[] raw = new byte[hex.length() / 2];
        for (int i = 0; i < raw.length; i++) {
            int from = (i & ~3) + 3 - (i & 3);
            raw[i] = (byte) Integer.parseInt(hex.substring(2 * from, 2 * from + 2), 16);
        }
        // An IPv4 address in the table of IPv6 comes out as what it is.
        return InetAddress.getByAddress(raw).getHostAddress();
    }
}
