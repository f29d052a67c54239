package io.jvmtap.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatrixTableTest {
    private static final Path README = Path.of("../README.md");

    private final Client socket = Client.parse("socket SslSocket 8 HTTP1");
    private final Client modern = Client.parse("modern Modern 17 HTTP1 some.group:modern:1.2 other.group:part:3 -Dx=y");

    @Test
    void theReadmeSaysWhatRunsOfTheMatrixHaveShown() throws Exception {
        String right = MatrixTable.readme(Client.all(), KnownGaps.read(), Results.read());

        assertEquals(right, Files.readString(README), "a run with -Dmatrix.record=true writes the table");
    }

    @Test
    void everyProgramOfTheCatalogueExistsAndEveryRowHasANameOfItsOwn() throws Exception {
        List<Client> clients = Client.all();
        assertEquals(
                clients.size(), clients.stream().map(Client::name).distinct().count());
        for (Client client : clients) {
            assertTrue(
                    Files.exists(Path.of("src/programs/java/io/jvmtap/clients/programs", client.program() + ".java")),
                    client::toString);
        }
        for (KnownGaps.Gap gap : KnownGaps.read().gaps()) {
            assertTrue(
                    gap.client().equals("*")
                            || clients.stream().anyMatch(client -> client.name().equals(gap.client())),
                    gap::toString);
        }
    }

    @Test
    void aRowSaysGreenGapNotRunOrNotApplicable() {
        KnownGaps gaps = KnownGaps.parse(List.of("# why", "", "socket 8,11 too old to be hooked"));
        Results results = Results.parse(List.of(
                "# head",
                "socket JDK new 8,17,21,25",
                "socket JDK attached 17,25",
                "modern 1.1 new 21",
                "modern 1.2 new 17,25"));
        assertEquals("""
                | client | version | server | JDK 8 | 11 | 17 | 21 | 25 | attached on |
                |---|---|---|:-:|:-:|:-:|:-:|:-:|---|
                | socket | JDK | http1 | no (1) | no (1) | ✓ | ✓ | ✓ | not 8 (1), not 11 (1), 17, 25 |
                | modern | 1.2 | http1 | – | – | ✓ | ? (2) | ✓ | ? |

                1. too old to be hooked
                2. not run yet
                """, MatrixTable.of(List.of(socket, modern), gaps, results));
    }

    @Test
    void resultsAreKeptForTheVersionThatRanAndLostWhenItFails() {
        Results results = Results.parse(List.of("modern 1.2 new 17,25"));
        results.record(modern, Begin.WITH_THE_JVM, 17, false);
        results.record(modern, Begin.WITH_THE_JVM, 21, true);
        results.record(socket, Begin.ATTACHED, 8, true);

        assertEquals(
                List.of("socket JDK attached 8", "modern 1.2 new 21,25"),
                results.text(List.of(socket, modern)).lines().skip(1).toList());
    }

    @Test
    void aRowMayNameWhatItsProgramSaysWhereItFails() {
        Client named = Client.parse("n P 8 HTTP1 g:a:1 -Dx=y REFUSED=Some.*Exception");

        assertTrue(
                named.expected(Scenario.REFUSED).matcher("SomeOtherException").matches());
        assertTrue(named.expected(Scenario.WRONG_HOST)
                .matcher("  failed: javax.net.ssl.SSLHandshakeException: no")
                .find());
        assertEquals(List.of("g:a:1"), named.artifacts());
    }

    @Test
    void aGapMayBeOfEveryClientOrEveryJdk() {
        KnownGaps gaps = KnownGaps.parse(List.of("* 8 old", "modern * native", "socket attached:21 late"));
        assertEquals("late", gaps.reason(socket, 21, Begin.ATTACHED));
        assertEquals(null, gaps.reason(socket, 21, Begin.WITH_THE_JVM));
        assertEquals("old", gaps.reason(socket, 8, Begin.WITH_THE_JVM));
        assertEquals("native", gaps.reason(modern, 25, Begin.ATTACHED));
        assertEquals(null, gaps.reason(socket, 17, Begin.WITH_THE_JVM));
    }

    @Test
    void linesThatSayTooLittleAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> KnownGaps.parse(List.of("socket 8")));
        assertThrows(IllegalArgumentException.class, () -> Client.parse("socket SslSocket 8"));
        assertThrows(IllegalArgumentException.class, () -> Client.parse("socket SslSocket eight HTTP1"));
        assertThrows(IllegalArgumentException.class, () -> Client.parse("socket SslSocket 8 TELEPATHY"));
    }

    @Test
    void argumentsOfTheJvmAreToldFromArtifacts() {
        assertEquals(List.of("some.group:modern:1.2", "other.group:part:3"), modern.artifacts());
        assertEquals(List.of("-Dx=y"), modern.jvmArgs());
    }
}
