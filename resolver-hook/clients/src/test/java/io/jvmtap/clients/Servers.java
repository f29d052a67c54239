package io.jvmtap.clients;

import io.jvmtap.differential.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Starts each server when a cell first asks for it, and ends them all at once: many cells share one. Any thread. */
final class Servers implements AutoCloseable {
    private record Key(Server kind, Scenario scenario) {}

    private final TestCertificates certificates;
    private final Path directory;
    private final Programs programs;
    private final Map<Key, FutureTask<Running>> started = new HashMap<>();
    private final Socket refusing = new Socket();

    /** @param directory that other users may enter: some servers do not run as root */
    Servers(TestCertificates certificates, Path directory, Programs programs) throws IOException {
        this.certificates = certificates;
        this.directory = directory;
        this.programs = programs;
        // Bound and not listening: nobody else can get that port, and whoever connects is refused.
        refusing.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        // A run that is interrupted must not leave servers behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::closeLate, "end-servers"));
    }

    /** The port of a server that is ready. */
    int port(Server kind, Scenario scenario) throws Exception {
        if (scenario == Scenario.REFUSED) {
            return refusing.getLocalPort();
        }
        FutureTask<Running> start;
        boolean first = false;
        synchronized (started) {
            Key key = new Key(kind, scenario);
            first = !started.containsKey(key);
            start = started.computeIfAbsent(key, missing -> new FutureTask<>(() -> start(kind, scenario)));
        }
        if (first) {
            start.run();
        }
        try {
            return start.get().port();
        } catch (ExecutionException e) {
            throw new IllegalStateException(kind + " for " + scenario + " does not start: " + e.getCause(), e);
        }
    }

    private Running start(Server kind, Scenario scenario) throws Exception {
        Path own = directory.resolve(kind.name() + "-" + scenario.name());
        Files.createDirectory(own);
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx--x--x"));
        Identity identity = new Identity(certificates.keyStore(scenario.leaf()), certificates.root());
        return kind.start(new Site(identity, own, programs));
    }

    private void closeLate() {
        try {
            close();
        } catch (Exception e) {
            // Nobody is left to be told.
        }
    }

    @Override
    public void close() throws Exception {
        List<FutureTask<Running>> all;
        synchronized (started) {
            all = new ArrayList<>(started.values());
            started.clear();
        }
        for (FutureTask<Running> start : all) {
            try {
                start.get().close();
            } catch (ExecutionException neverStarted) {
                // The cells that needed it have said so.
            }
        }
        refusing.close();
    }
}
