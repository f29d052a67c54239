package io.jvmtap.flow;

import java.net.InetAddress;
import java.util.List;

/**
 * Where the program wanted to go.
 *
 * @param host the name it asked for, or the literal address
 * @param port the port it asked for, 1-65535
 * @param addresses the real addresses of the host, in the order of the program's own resolver; the first is the one the
 *     program chose. Empty only without the agent, where the name has none or a proxy on the way out looks it up.
 */
public record Destination(String host, int port, List<InetAddress> addresses) {
    public Destination {
        addresses = List.copyOf(addresses);
    }
}
