package io.jvmtap.cli;

import io.jvmtap.ca.CertificateAuthority;
import io.jvmtap.census.Census;
import io.jvmtap.census.ProcessSockets;
import io.jvmtap.flow.FanOut;
import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.FlowIds;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.record.CaptureException;
import io.jvmtap.record.CaptureLimits;
import io.jvmtap.record.CaptureWriter;
import io.jvmtap.record.NumberedIds;
import io.jvmtap.redact.RedactingSink;
import io.jvmtap.redact.Redaction;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One session of tapping: the proxy, and the capture that its flow events go to. Safe for use by many threads;
 * {@link #close} once.
 */
public final class Tap implements AutoCloseable {
    private final ProxyServer proxy;
    private final @Nullable CaptureWriter capture;
    private final Census census;

    /**
     * What the user chose.
     *
     * @param capture the file to record in, null to record nothing
     * @param limits of what the capture keeps
     * @param redact whether secrets are left out of the capture
     * @param include host globs, empty for all
     * @param port on 127.0.0.1, 0 for any that is free
     * @param quiet whether the agent says nothing on stderr either
     * @param ports where programs are waited for whose connects are not hooked; empty: connects are hooked
     * @param label of the capture and of the JVMs, null for their main classes
     * @param sessionFile what the agent is given; made here, must not be there yet
     * @param caDirectory where the CA is, or is made
     * @param ways how clients without the agent come in, and how everyone gets out
     */
    public record Options(
            @Nullable Path capture,
            CaptureLimits limits,
            boolean redact,
            List<String> include,
            List<String> exclude,
            int port,
            boolean failClosed,
            boolean quiet,
            boolean keepAddresses,
            boolean singleAddress,
            List<Integer> ports,
            @Nullable String label,
            Path sessionFile,
            Path caDirectory,
            Ways ways) {
        /** With the usual ways in and out, recording what there is. */
        public Options(
                @Nullable Path capture,
                CaptureLimits limits,
                List<String> include,
                List<String> exclude,
                int port,
                boolean failClosed,
                boolean quiet,
                boolean keepAddresses,
                boolean singleAddress,
                List<Integer> ports,
                @Nullable String label,
                Path sessionFile,
                Path caDirectory) {
            this(
                    capture,
                    limits,
                    false,
                    include,
                    exclude,
                    port,
                    failClosed,
                    quiet,
                    keepAddresses,
                    singleAddress,
                    ports,
                    label,
                    sessionFile,
                    caDirectory,
                    Ways.DEFAULT);
        }
    }

    private Tap(ProxyServer proxy, @Nullable CaptureWriter capture, Census census) {
        this.proxy = proxy;
        this.capture = capture;
        this.census = census;
    }

    /**
     * @param live further sinks, such as a printer
     * @param complaint takes one line when recording fails, and one when it works again; and, unless quiet, one for each
     *     client that is turned away
     * @throws CommandFailure if the CA, the capture, the port or the session file cannot be used
     */
    public static Tap start(Options options, List<FlowSink> live, Consumer<String> complaint) {
        FlowClock clock = FlowClock.system();
        // Takes as long as opening the capture, and the program waits for both.
        CompletableFuture<CertificateAuthority> authority =
                CompletableFuture.supplyAsync(() -> ProxyServer.authority(options.caDirectory()));
        List<FlowSink> sinks = new ArrayList<>();
        CaptureWriter capture = null;
        if (options.capture() != null) {
            capture = capture(options.capture(), options, clock, complaint);
            sinks.add(options.redact() ? new RedactingSink(capture, new Redaction(false)) : capture);
        }
        sinks.addAll(live);
        Census census = census(sinks, clock);
        sinks.add(0, census);
        FlowIds ids = capture == null ? new NumberedIds() : capture.ids();
        try {
            ProxyServer.Options server = new ProxyServer.Options(
                    options.include(),
                    options.exclude(),
                    options.port(),
                    options.failClosed(),
                    options.quiet(),
                    options.keepAddresses(),
                    options.singleAddress(),
                    options.ports(),
                    options.label(),
                    options.sessionFile(),
                    options.ways());
            Consumer<String> notices = options.quiet() ? line -> {} : complaint;
            ProxyServer proxy = ProxyServer.start(server, authority.join(), new FanOut(sinks), ids, clock, notices);
            census.start(proxy.port());
            return new Tap(proxy, capture, census);
        } catch (CompletionException e) {
            census.close();
            close(capture);
            throw e.getCause() instanceof CommandFailure failure ? failure : e;
        } catch (RuntimeException e) {
            census.close();
            close(capture);
            throw e;
        }
    }

    /** Programs talk to their own machine as they like: by loopback addresses, which the proxy's own connections have. */
    private static Census census(List<FlowSink> sinks, FlowClock clock) {
        ProcessSockets sockets = new ProcessSockets(Path.of("/proc"));
        return new Census(sockets, InetAddress::isLoopbackAddress, new FanOut(sinks), clock);
    }

    private static CaptureWriter capture(Path file, Options options, FlowClock clock, Consumer<String> complaint) {
        String label = options.label() == null ? "" : options.label();
        try {
            return CaptureWriter.open(file, label, options.limits(), clock, complaint);
        } catch (CaptureException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e.remedy(), e);
        } catch (IOException e) {
            throw new CommandFailure("cannot record in " + file + ": " + e.getMessage(), "choose another file", e);
        }
    }

    public int port() {
        return proxy.port();
    }

    /** The ports of {@link Ways#upstreams}, in their order. */
    public List<Integer> upstreamPorts() {
        return proxy.upstreamPorts();
    }

    public Path sessionFile() {
        return proxy.sessionFile();
    }

    /** The capture's file, null where nothing is recorded. */
    public @Nullable Path capture() {
        return capture == null ? null : capture.file();
    }

    /** How many JVMs have a control connection open. */
    public int programs() {
        return proxy.programs();
    }

    /** Completes when no JVM has a control connection open: at once if so already. */
    public CompletableFuture<Void> whenIdle() {
        return proxy.whenIdle();
    }

    /**
     * Has a program go on without the tap: new connections go straight to their hosts, those that are open go on until they
     * end, and then its classes become what they were and it counts as ended here.
     *
     * @param program as flow events call it
     * @return false if it is not there
     */
    public boolean detach(String program) {
        return proxy.detach(program);
    }

    /** How many connections of a program are open through the tap. */
    public int connections(String program) {
        return proxy.connections(program);
    }

    /** Everything that was seen before this call is in the capture when it returns. */
    public void flush() {
        try {
            if (capture != null) {
                capture.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends every connection, then the capture.
     *
     * @throws CommandFailure if the capture cannot be ended in an orderly way; what is in it stays readable
     */
    @Override
    public void close() {
        proxy.close();
        census.close();
        close(capture);
    }

    private static void close(@Nullable CaptureWriter capture) {
        try {
            if (capture != null) {
                capture.close();
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    "the capture was not closed in an orderly way: " + e.getMessage(),
                    "see what it holds: jvmtap log",
                    e);
        }
    }
}
