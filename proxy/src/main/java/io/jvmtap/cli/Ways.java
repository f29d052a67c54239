package io.jvmtap.cli;

import io.jvmtap.entry.Names;
import io.jvmtap.entry.guest.Authority;
import io.jvmtap.relay.WayOut;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How clients without the agent come in and are vouched for, and how everyone gets out.
 *
 * @param tlsPort which port of the host is meant by a client that opens with TLS
 * @param upstreams ports that lead to one host each
 * @param trust files with certificates to trust besides the JDK's and the system's
 * @param insecure globs of hosts that are not verified
 * @param minTls wire value of the lowest TLS version for clients without the agent
 * @param out the proxy to go through, null for none
 * @param resolver looks up what clients without the agent ask for
 */
public record Ways(
        int tlsPort,
        List<Upstream> upstreams,
        List<Path> trust,
        List<String> insecure,
        int minTls,
        @Nullable WayOut out,
        Names.Resolver resolver) {
    public static final int HTTPS_PORT = 443;
    public static final int TLS_1_2 = 0x0303;

    /** As this JVM resolves names. */
    public static final Names.Resolver SYSTEM = InetAddress::getAllByName;

    /** Without any wish of the user. */
    public static final Ways DEFAULT = new Ways(HTTPS_PORT, List.of(), List.of(), List.of(), TLS_1_2, null, SYSTEM);

    /**
     * A port of our own that leads to one host.
     *
     * @param port on 127.0.0.1, 0 for any that is free
     */
    public record Upstream(int port, Authority host) {}

    public Ways {
        upstreams = List.copyOf(upstreams);
        trust = List.copyOf(trust);
        insecure = List.copyOf(insecure);
    }
}
