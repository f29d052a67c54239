package io.jvmtap.hook.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private static final long MOMENT = 0x000660F55CC7EA40L;
    private static final String NAME = "api.example.test";

    @Test
    void aHelloIsTheGoldenOne() throws Exception {
        Fields frame = new Fields(0x01)
                .u64(1, 4242)
                .text(2, "billing")
                .text(3, "17.0.15")
                .text(4, "Debian")
                .text(5, "/opt/jdk")
                .text(6, "com.acme.Main --fast")
                .text(7, "0.1.0")
                .u64(8, 0x000660F55CC60800L);
        assertEquals(Golden.hex("frame-hello"), Golden.hex(frame.frame()));
    }

    @Test
    void aLookupIsTheGoldenOneAndAbsentFieldsAreLeftOut() throws Exception {
        Fields frame = new Fields(0x02)
                .text(1, NAME)
                .addresses(2, List.of(address("192.0.2.10"), address("2001:db8::10")))
                .addresses(3, List.of(address("127.64.0.1"), address("127.64.0.2")))
                .u64(4, 1_500_000)
                .text(5, "main")
                .text(6, null)
                .u64(7, MOMENT);
        assertEquals(Golden.hex("frame-lookup"), Golden.hex(frame.frame()));
    }

    @Test
    void aTrustVerdictIsTheGoldenOne() throws Exception {
        Fields frame = new Fields(0x03)
                .bytes(1, MessageDigest.getInstance("SHA-256").digest("leaf".getBytes(Fields.UTF_8)))
                .u16(2, 50123)
                .flag(3, false)
                .text(4, "sun.security.ssl.X509TrustManagerImpl")
                .text(5, "java.security.cert.CertificateExpiredException")
                .text(6, "NotAfter: Thu Jan 01 00:00:00 UTC 2026")
                .u64(7, MOMENT)
                .text(8, "main");
        assertEquals(Golden.hex("frame-trust"), Golden.hex(frame.frame()));
    }

    @Test
    void bypassPingAndByeAreTheGoldenOnes() throws Exception {
        Fields bypass = new Fields(0x06)
                .text(1, NAME)
                .u16(2, 443)
                .text(3, "proxy hung")
                .text(4, "main")
                .u64(5, MOMENT);
        assertEquals(Golden.hex("frame-bypass"), Golden.hex(bypass.frame()));
        assertEquals(
                Golden.hex("frame-ping"), Golden.hex(new Fields(0x07).u64(1, 9).frame()));
        assertEquals(Golden.hex("frame-bye"), Golden.hex(new Fields(0x09).frame()));
    }

    @Test
    void aHugeTextIsCut() {
        byte[] frame = new Fields(0x03).text(6, "x".repeat(2_000_000)).frame();
        assertTrue(frame.length < Fields.MAX_TEXT + 100, "length " + frame.length);
    }

    private static InetAddress address(String literal) throws Exception {
        return InetAddress.getByName(literal);
    }
}
