package io.jvmtap.relay;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that leads out of the user's network. Names are left to it to look up.
 *
 * @param host of the proxy
 * @param user null where it wants no credentials
 * @param direct hosts that are reached without it
 */
public record WayOut(
        Kind kind,
        String host,
        int port,
        @Nullable String user,
        @Nullable String password,
        Predicate<String> direct) {
    /** How the proxy is spoken to. */
    public enum Kind {
        HTTP,
        SOCKS5
    }

    /** Whether that host is reached through this proxy; this machine never is. */
    public boolean leadsTo(String destination) {
        String name = destination.toLowerCase(Locale.ROOT);
        return !name.equals("localhost") && !name.endsWith(".localhost") && !loopback(name) && !direct.test(name);
    }

    WayOutGreeting greeting(String destination, int destinationPort) {
        return switch (kind) {
            case HTTP -> new HttpGreeting(destination, destinationPort, user, password);
            case SOCKS5 -> new SocksGreeting(destination, destinationPort, user, password);
        };
    }

    private static boolean loopback(String name) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(name);
        try {
            return literal != null && InetAddress.getByAddress(literal).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("a literal address is 4 or 16 bytes long", e);
        }
    }

    /** Without the credentials: this is shown. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
