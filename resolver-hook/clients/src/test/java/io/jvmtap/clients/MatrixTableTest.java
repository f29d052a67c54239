package io.jvmtap.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatrixTableTest {
    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "<!-- matrix -->\n";
    private static final String END = "<!-- end of matrix -->";

    private final Client socket = Client.parse("socket SslSocket 8 HTTP1");
    private final Client modern = Client.parse("modern Modern 17 HTTP1 some.group:modern:1.2 other.group:part:3 -Dx=y");

    @Test
    void theReadmeSaysWhatTheMatrixAsserts() throws Exception {
        String readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        int end = readme.indexOf(END);
        assertTrue(begin >= BEGIN.length() && end >= begin, "the README marks where the table is");
        String table = MatrixTable.of(Client.all(), KnownGaps.read());
        String right = readme.substring(0, begin) + table + readme.substring(end);
        if (Boolean.getBoolean("matrix.write")) {
            Files.writeString(README, right);
        } else {
            assertEquals(right, readme, "-Dmatrix.write=true writes the table");
        }
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
    void aRowSaysGreenGapOrNotApplicable() {
        KnownGaps gaps = KnownGaps.parse(List.of("# why", "", "socket 8,11 too old to be hooked"));
        assertEquals("""
                | client | version | JDK 8 | 11 | 17 | 21 | 25 |
                |---|---|:-:|:-:|:-:|:-:|:-:|
                | socket | JDK | no (1) | no (1) | ✓ | ✓ | ✓ |
                | modern | 1.2 | – | – | ✓ | ✓ | ✓ |

                1. too old to be hooked
                """, MatrixTable.of(List.of(socket, modern), gaps));
    }

    @Test
    void aGapMayBeOfEveryClientOrEveryJdk() {
        KnownGaps gaps = KnownGaps.parse(List.of("* 8 old", "modern * native"));
        assertEquals("old", gaps.reason(socket, 8));
        assertEquals("native", gaps.reason(modern, 25));
        assertEquals(null, gaps.reason(socket, 17));
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
