package io.jvmtap.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.tls.ClientHelloParser.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientHelloParserTest {
    @Test
    void theHelloOfAnEngineIsReadWhole() throws Exception {
        ClientHello hello = hello(engineHello("api.example.test", List.of("h2", "http/1.1"), "TLSv1.3", "TLSv1.2"));

        assertEquals("api.example.test", hello.serverName());
        assertEquals(List.of("h2", "http/1.1"), hello.alpn());
        assertEquals(List.of(0x0304, 0x0303), hello.versions());
        assertTrue(hello.versionsListed());
        assertTrue(hello.cipherSuites().contains(0x1301));
        assertTrue(hello.groups().contains(0x001D));
        assertTrue(hello.signatureSchemes().contains(0x0403));
        assertEquals(List.of("TLSv1.3", "TLSv1.2"), Versions.offered(hello));
    }

    @Test
    void withoutSniAndAlpnThereIsNone() throws Exception {
        ClientHello hello = hello(engineHello(null, List.of(), "TLSv1.2"));

        assertNull(hello.serverName());
        assertEquals(List.of(), hello.alpn());
    }

    @Test
    void aHelloCutAnywhereIsIncompleteAndARecordMayCutItToo() throws Exception {
        byte[] whole = engineHello("api.example.test", List.of("http/1.1"), "TLSv1.3");
        for (int length = 0; length < whole.length; length++) {
            assertEquals(Kind.INCOMPLETE, kind(Arrays.copyOf(whole, length)), "at " + length);
        }

        ByteBuffer inTwoRecords = ByteBuffer.allocate(whole.length + 5);
        int half = (whole.length - 5) / 2;
        record(inTwoRecords, whole, 5, half);
        record(inTwoRecords, whole, 5 + half, whole.length - 5 - half);
        assertEquals("api.example.test", hello(inTwoRecords.array()).serverName());
    }

    @Test
    void otherFirstBytesAreTakenForWhatTheyAre() {
        assertEquals(Kind.OTHER, kind("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(Kind.OTHER, kind(new byte[] {0x16, 0x02}));
        assertEquals(Kind.OTHER, kind(new byte[] {0x16, 0x03, 0x01, 0x00, 0x00}));
        // A ServerHello where a ClientHello should be.
        assertEquals(Kind.OTHER, kind(new byte[] {0x16, 0x03, 0x03, 0x00, 0x04, 0x02, 0x00, 0x00, 0x00}));
        assertEquals(Kind.INCOMPLETE, kind(new byte[] {0x16}));
    }

    @Test
    void greaseIsLeftOut() throws Exception {
        // As Chrome sends it: GREASE first among the suites.
        byte[] whole = engineHello("a.test", List.of(), "TLSv1.3");
        int suites = 5 + 4 + 2 + 32 + 1 + (whole[5 + 4 + 2 + 32] & 0xFF) + 2;
        whole[suites] = (byte) 0x5A;
        whole[suites + 1] = (byte) 0x5A;

        assertTrue(hello(whole).cipherSuites().stream().noneMatch(code -> code == 0x5A5A));
    }

    @Test
    void damagedHellosAreReadOrRefusedAndNothingIsThrown() throws Exception {
        byte[] whole = engineHello("api.example.test", List.of("h2"), "TLSv1.3", "TLSv1.2");
        Random random = new Random(3);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = whole.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertNotNull(kind(damaged));
        }
    }

    private static void record(ByteBuffer to, byte[] from, int at, int length) {
        to.put(new byte[] {0x16, 0x03, 0x03}).putShort((short) length).put(from, at, length);
    }

    private static Kind kind(byte[] bytes) {
        return ClientHelloParser.parse(ByteBuffer.wrap(bytes)).kind();
    }

    private static ClientHello hello(byte[] bytes) {
        ClientHello hello = ClientHelloParser.parse(ByteBuffer.wrap(bytes)).hello();
        assertNotNull(hello);
        return hello;
    }

    private static byte[] engineHello(@Nullable String name, List<String> alpn, String... versions) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(versions);
        parameters.setServerNames(name == null ? List.of() : List.of(new SNIHostName(name)));
        parameters.setApplicationProtocols(alpn.toArray(String[]::new));
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        return bytes;
    }
}
