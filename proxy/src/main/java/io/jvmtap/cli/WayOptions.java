package io.jvmtap.cli;

import io.jvmtap.entry.guest.Authority;
import io.jvmtap.relay.WayOut;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How clients without the agent come in and are vouched for, and how everyone gets out. */
final class WayOptions {
    private static final int TLS_1_0 = 0x0301;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description =
                    "For clients without the agent: trust servers behind these certificates too (PEM or a key store);"
                            + " may be repeated.")
    List<Path> trust = new ArrayList<>();

    @Option(
            names = "--insecure-upstream",
            paramLabel = "GLOB",
            description = "For clients without the agent: do not verify these hosts; may be repeated.")
    List<String> insecure = new ArrayList<>();

    @Option(
            names = "--tls-min",
            paramLabel = "VERSION",
            converter = TlsVersion.class,
            description = "For clients without the agent: the lowest TLS version, 1.0 to 1.3. Default: 1.2.")
    int tlsMin = Ways.TLS_1_2;

    @Option(
            names = "--tls-port",
            paramLabel = "PORT",
            description = "For clients that just begin with TLS: the port of the host they name. Default: 443.")
    int tlsPort = Ways.HTTPS_PORT;

    @Option(
            names = "--via",
            paramLabel = "URL",
            description = "Reach servers through this proxy: http://HOST:PORT or socks5://HOST:PORT."
                    + " Default: the environment's JVMTAP_VIA, which may hold user:password@ too.")
    @Nullable
    String via;

    @Option(
            names = "--via-credentials",
            paramLabel = "FILE",
            description = "USER:PASSWORD for that proxy, in the first line of a file.")
    @Nullable
    Path viaCredentials;

    @Option(
            names = "--via-except",
            paramLabel = "GLOB",
            description = "Reach these hosts without that proxy; may be repeated.")
    List<String> viaExcept = new ArrayList<>();

    /**
     * @param upstreams ports that lead to one host each
     * @param environment as {@link System#getenv()} gives it
     * @throws CommandFailure if the proxy's URL or its credentials cannot be used
     */
    Ways ways(List<Ways.Upstream> upstreams, Map<String, String> environment) {
        WayOut out = ViaUrl.wayOut(via, environment.get("JVMTAP_VIA"), viaCredentials, new HostGlobs(viaExcept));
        return new Ways(tlsPort, upstreams, trust, insecure, tlsMin, out, Ways.SYSTEM);
    }

    /** {@code 1.0} to {@code 1.3}, as the wire has it. */
    static final class TlsVersion implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            if (!value.matches("1\\.[0-3]")) {
                throw new TypeConversionException("'" + value + "' is not 1.0, 1.1, 1.2 or 1.3");
            }
            return TLS_1_0 + value.charAt(2) - '0';
        }
    }

    /** {@code HOST:PORT}, or {@code PORT=HOST:PORT} with a port of our own. */
    static final class UpstreamPort implements ITypeConverter<Ways.Upstream> {
        @Override
        public Ways.Upstream convert(String value) {
            int equals = value.indexOf('=');
            Authority host = Authority.of(value.substring(equals + 1), 0);
            if (host == null) {
                throw new TypeConversionException("'" + value + "' is not HOST:PORT, nor PORT=HOST:PORT");
            }
            int port = equals < 0 ? 0 : new TapOptions.LoopbackPort().convert(value.substring(0, equals));
            return new Ways.Upstream(port, host);
        }
    }
}
