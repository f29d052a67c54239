package io.jvmtap.dissect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jvmtap.dissect.Dissectors.Choice;
import io.jvmtap.dissect.Protocol.Match;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DissectorsTest {
    @Test
    void theseProtocolsAreRead() {
        assertEquals(
                List.of("http/1.1", "h2"),
                Playbook.PROTOCOLS.stream().map(Protocol::name).toList());
    }

    @Test
    void alpnDecidesWhereItNamesAProtocolWeRead() {
        assertEquals("http/1.1", name(Dissectors.byAlpn(Playbook.PROTOCOLS, "http/1.1")));
        assertEquals("http/1.1", name(Dissectors.byAlpn(Playbook.PROTOCOLS, "http/1.0")));
        assertEquals("h2", name(Dissectors.byAlpn(Playbook.PROTOCOLS, "h2")));
        assertNull(Dissectors.byAlpn(Playbook.PROTOCOLS, "acme-tls/1"));
        assertNull(Dissectors.byAlpn(Playbook.PROTOCOLS, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "\r\nGET / HTTP/1.1\r\n",
                "M-SEARCH * HTTP/1.1\r\n",
                "GET http://a/ HTTP/1.0\n",
                "CONNECT a:443 HTTP/1.1\r\n",
                "GET /a/path/longer/than/the/part/that/is/looked/at"
            })
    void everyPrefixOfARequestLineIsUndecidedOrAMatch(String line) {
        for (int i = 0; i < line.length(); i++) {
            Choice choice = choice(line.substring(0, i));
            assertEquals(choice.protocol() == null, choice.undecided(), line.substring(0, i));
        }
        assertEquals("http/1.1", name(choice(line).protocol()));
    }

    @Test
    void thePrefaceOfHttp2IsAMatchWhenItIsWhole() {
        String preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
        for (int i = 0; i < preface.length(); i++) {
            assertEquals(new Choice(null, true), choice(preface.substring(0, i)));
        }
        assertEquals("h2", name(choice(preface).protocol()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRI * HTTP/2.0\r\n\r\nSM\r\nX",
                "\r\n\r\n\u0000\r\nQUIT\n!",
                "EHLO mail.example.org\r\n",
                "*1\r\n$4\r\nPING\r\n",
                "GET /\r\n",
                "GET /a HTTP/3.0\r\n",
                "<stream:stream to='a'>",
                "\u0016\u0003\u0001\u0002\u0000",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            })
    void othersAreAStream(String bytes) {
        assertEquals(Choice.STREAM, choice(bytes));
    }

    @Test
    void theFirstBytesAreNotMoved() {
        ByteBuffer first = ByteBuffer.wrap("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.ISO_8859_1));
        for (Protocol protocol : Playbook.PROTOCOLS) {
            Match expected = protocol.speaks("h2") ? Match.NO_MATCH : Match.MATCH;
            assertEquals(expected, protocol.match(first));
            assertEquals(0, first.position());
        }
    }

    private static Choice choice(String bytes) {
        byte[] first = bytes.getBytes(StandardCharsets.ISO_8859_1);
        int length = Math.min(first.length, Dissectors.DETECTION_LIMIT);
        return Dissectors.byFirstBytes(Playbook.PROTOCOLS, ByteBuffer.wrap(first, 0, length));
    }

    private static String name(@Nullable Protocol protocol) {
        return protocol == null ? "none" : protocol.name();
    }
}
