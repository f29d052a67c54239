package io.jvmtap.clients;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.jvmtap.differential.JdkHomes;
import io.jvmtap.differential.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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

    private Path directory = Path.of("unset");
    private TestCertificates certificates;
    private Programs programs;
    private OwnNames names;

    @BeforeAll
    void prepare(@TempDir Path directory) throws Exception {
        this.directory = directory;
        certificates = new TestCertificates();
        programs = new Programs(newest(), Files.createDirectory(directory.resolve("programs")));
        names = new OwnNames(directory, Map.of(TestCertificates.NAME, "127.0.0.1"));
    }

    @AfterAll
    void close() {
        programs.close();
    }

    @TestFactory
    Stream<DynamicTest> cells() throws IOException {
        KnownGaps gaps = KnownGaps.read();
        String clients = System.getProperty("matrix.clients", ".*");
        String jdks = System.getProperty("matrix.jdks", ".*");
        return Client.all().stream()
                .filter(client -> client.name().matches(clients))
                .flatMap(client -> homes.entrySet().stream()
                        .filter(jdk -> client.runsOn(jdk.getKey()))
                        .filter(jdk -> String.valueOf(jdk.getKey()).matches(jdks))
                        .map(jdk -> cell(client, jdk.getKey(), jdk.getValue(), gaps.reason(client, jdk.getKey()))));
    }

    /** It compiles all: it reads every library and still writes for the oldest. */
    private Path newest() {
        return homes.values().stream().reduce((older, newer) -> newer).orElseThrow();
    }

    private DynamicTest cell(Client client, int feature, Path home, @Nullable String gap) {
        String name = client.name() + " on JDK " + feature;
        if (gap == null) {
            return dynamicTest(name, () -> run(client, feature, home));
        }
        return dynamicTest(
                name + ", a known gap: " + gap,
                () -> assertThrows(
                        AssertionError.class,
                        () -> run(client, feature, home),
                        "this cell passes: take it out of known-gaps.txt"));
    }

    private void run(Client client, int feature, Path home) throws Exception {
        assumeTrue(feature > 8 || names.possible(), "JDK 8 is given names by a mount namespace alone");
        Path own = Files.createDirectory(directory.resolve(client.name() + "-" + feature));
        Path named = names.possible() ? names.home(home, Files.createDirectory(own.resolve("jdk"))) : home;
        new Cell(client, programs.classPath(client), certificates, own).check(named);
    }
}
