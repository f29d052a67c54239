package io.jvmtap.cli;

import io.jvmtap.record.NativeLibrary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options of every command that starts a tap. */
final class TapOptions {
    private static final int HIGHEST_PORT = 65_535;
    private static final int HTTPS_PORT = 443;

    @Option(
            names = {"-H", "--host"},
            paramLabel = "GLOB",
            description = "Tap hosts that match; may be repeated. Default: all.")
    List<String> include = new ArrayList<>();

    @Option(
            names = {"-x", "--exclude"},
            paramLabel = "GLOB",
            description = "Leave hosts alone that match; may be repeated.")
    List<String> exclude = new ArrayList<>();

    @Option(
            names = {"-c", "--capture"},
            paramLabel = "CAPTURE",
            description = "Record into this file. Default: a new one among your captures.")
    @Nullable
    Path capture;

    @Mixin
    LimitOptions limits = new LimitOptions();

    @Mixin
    WayOptions ways = new WayOptions();

    /** Only a tap that runs by itself has them. */
    List<Ways.Upstream> upstreams = new ArrayList<>();

    @Option(names = "--har", paramLabel = "FILE", description = "Write a HAR file at the end, without secrets.")
    @Nullable
    Path har;

    @Option(
            names = "--redact",
            description =
                    "Record without secrets (credentials, cookies, tokens, passwords): they never reach the disk.")
    boolean redact;

    @Option(
            names = {"-q", "--quiet"},
            description = "No log lines on stderr.")
    boolean quiet;

    @Option(
            names = {"-l", "--listen"},
            paramLabel = "PORT",
            converter = LoopbackPort.class,
            description = "Listen on this port of 127.0.0.1. Default: any free one.")
    int port;

    @Option(
            names = "--fail-closed",
            description = "Refuse connections when the proxy is gone, rather than let them by.")
    boolean failClosed;

    @Option(names = "--keep-addresses", description = "Lookups answer as without jvmtap.")
    boolean keepAddresses;

    @Option(names = "--single-address", description = "Every tapped name resolves to 127.0.0.1.")
    boolean singleAddress;

    @Option(
            names = "--no-connect-hook",
            description =
                    "Leave connects alone: the proxy listens where tapped names lead, on the ports of --ports. Linux.")
    boolean noConnectHook;

    @Option(
            names = "--ports",
            paramLabel = "PORT",
            split = ",",
            description = "With --no-connect-hook: every port that tapped hosts are asked on. Default: 443.")
    List<Integer> ports = new ArrayList<>();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    /**
     * @param record the capture; null for none
     * @param label the program's name in the record; null for its main class
     */
    Tap.Options forTap(@Nullable Path record, @Nullable String label, Path sessionFile, Home home) {
        NativeLibrary.keepIn(home.natives());
        return new Tap.Options(
                record,
                limits.limits(record),
                redact,
                List.copyOf(include),
                List.copyOf(exclude),
                port,
                failClosed,
                quiet,
                keepAddresses,
                singleAddress,
                doorPorts(),
                label,
                sessionFile,
                home.ca(),
                ways.ways(upstreams, System.getenv()));
    }

    /** Empty where connects are hooked. */
    private List<Integer> doorPorts() {
        if (!noConnectHook) {
            require(ports.isEmpty(), "--ports goes with --no-connect-hook");
            return List.of();
        }
        require(
                !keepAddresses && !singleAddress,
                "--no-connect-hook needs an address for each host: no --keep-addresses or --single-address");
        for (int port : ports) {
            require(port > 0 && port <= HIGHEST_PORT, "'" + port + "' is not a port: 1 to " + HIGHEST_PORT);
        }
        return ports.isEmpty() ? List.of(HTTPS_PORT) : List.copyOf(ports);
    }

    private void require(boolean condition, String problem) {
        if (!condition && spec != null) {
            throw new ParameterException(spec.commandLine(), problem);
        }
    }

    /** {@code PORT} or {@code ADDR:PORT}, where the address can only be this machine's own. */
    static final class LoopbackPort implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            int colon = value.lastIndexOf(':');
            String address = colon < 0 ? "127.0.0.1" : value.substring(0, colon);
            if (!address.equals("127.0.0.1") && !address.equals("localhost")) {
                throw new TypeConversionException(
                        "'" + address
                                + "' is not this machine alone: what is decrypted must not leave it, so only 127.0.0.1 will do");
            }
            try {
                int port = Integer.parseInt(value.substring(colon + 1));
                if (port >= 0 && port <= HIGHEST_PORT) {
                    return port;
                }
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + value + "' is not a port");
            }
            throw new TypeConversionException("'" + value + "' is not a port: 0 to " + HIGHEST_PORT);
        }
    }
}
