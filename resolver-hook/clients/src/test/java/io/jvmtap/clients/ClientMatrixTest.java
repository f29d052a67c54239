package io.jvmtap.clients;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.jvmtap.differential.JdkHomes;
import io.jvmtap.differential.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every client on every JDK of this machine that it runs on: tapped as untapped, and seen. */
@Tag("slow") // two JVMs for each cell, and the libraries of all clients
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientMatrixTest {
    private final SortedMap<Integer, Path> homes = JdkHomes.byFeature();

    /** Some servers do not run as root. */
    private static final FileAttribute<Set<PosixFilePermission>> OPEN =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x"));

    private Path directory = Path.of("unset");
    private TestCertificates certificates;
    private Programs programs;
    private OwnNames names;
    private Servers servers;

    @BeforeAll
    void prepare(@TempDir Path directory) throws Exception {
        this.directory = directory;
        certificates = new TestCertificates();
        programs = new Programs(newest(), Files.createDirectory(directory.resolve("programs")));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        servers = new Servers(certificates, Files.createDirectory(directory.resolve("servers"), OPEN), programs);
        names = new OwnNames(directory, Map.of(TestCertificates.NAME, "127.0.0.1"));
    }

    @AfterAll
    void close() throws Exception {
        servers.close();
        programs.close();
    }

    /** At once: a run of all cells is long, and one that is interrupted has shown something, too. */
    private synchronized void record(Place cell, boolean passed) throws IOException {
        if (Boolean.getBoolean("matrix.record")) {
            List<Client> clients = Client.all();
            Results results = Results.read();
            results.record(cell.client(), cell.begin(), cell.feature(), passed);
            results.write(clients);
            MatrixTable.write(clients, KnownGaps.read(), results);
        }
    }

    @TestFactory
    Stream<DynamicTest> cells() throws IOException {
        KnownGaps gaps = KnownGaps.read();
        String clients = System.getProperty("matrix.clients", ".*");
        String jdks = System.getProperty("matrix.jdks", ".*");
        String begins = System.getProperty("matrix.begins", ".*");
        List<Client> chosen = Client.all().stream()
                .filter(client -> client.name().matches(clients))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("no client has a name that matches " + clients);
        }
        return chosen.stream()
                .flatMap(client -> homes.entrySet().stream()
                        .filter(jdk -> client.runsOn(jdk.getKey()))
                        .filter(jdk -> String.valueOf(jdk.getKey()).matches(jdks))
                        .flatMap(jdk -> Stream.of(Begin.values())
                                .filter(begin -> begin.label().matches(begins))
                                .map(begin -> cell(
                                        new Place(client, jdk.getKey(), begin),
                                        jdk.getValue(),
                                        gaps.reason(client, jdk.getKey(), begin)))));
    }

    /** It compiles all: it reads every library and still writes for the oldest. */
    private Path newest() {
        return homes.values().stream().reduce((older, newer) -> newer).orElseThrow();
    }

    private DynamicTest cell(Place place, Path home, @Nullable String gap) {
        String name = place.client().name() + " on JDK " + place.feature() + ", "
                + place.begin().label();
        if (gap == null) {
            return dynamicTest(name, () -> run(place, home));
        }
        return dynamicTest(
                name + ", a known gap: " + gap,
                () -> assertThrows(
                        AssertionError.class,
                        () -> run(place, home),
                        "this cell passes: take it out of known-gaps.txt"));
    }

    private record Place(Client client, int feature, Begin begin) {}

    private void run(Place cell, Path home) throws Exception {
        Client client = cell.client();
        int feature = cell.feature();
        assumeTrue(feature > 8 || names.possible(), "JDK 8 is given names by a mount namespace alone");
        Path missing = client.server().missing();
        assumeTrue(missing == null, () -> "there is no " + missing + "; scripts/test --matrix installs it");
        boolean passed = false;
        try {
            check(cell, home);
            passed = true;
        } finally {
            record(cell, passed);
        }
    }

    private void check(Place cell, Path home) throws Exception {
        Client client = cell.client();
        Map<Scenario, Integer> ports = new EnumMap<>(Scenario.class);
        for (Scenario scenario : Scenario.values()) {
            ports.put(scenario, servers.port(client.server(), scenario));
        }
        Path own = Files.createDirectory(directory.resolve(
                client.name() + "-" + cell.feature() + "-" + cell.begin().label()));
        Path named = names.possible() ? names.home(home, Files.createDirectory(own.resolve("jdk"))) : home;
        new Cell(client, cell.begin(), programs.classPath(client), certificates, ports, own).check(named);
    }
}
