package io.jvmtap.hook.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrefaceTest {
    private static final byte[] ID = Identity.id(Golden.JVM, 7);

    @Test
    void anIpv4PrefaceIsTheGoldenOne() throws Exception {
        byte[] written = filled("192.0.2.10", "2001:db8::10").proxy(source(), address("192.0.2.10"), 443);
        assertEquals(Golden.hex("preface-ipv4"), Golden.hex(written));
    }

    @Test
    void anIpv6PrefaceIsTheGoldenOne() throws Exception {
        byte[] written = filled("2001:db8::10", "192.0.2.10").proxy(source(), address("2001:db8::10"), 443);
        assertEquals(Golden.hex("preface-ipv6"), Golden.hex(written));
    }

    @Test
    void aControlPrefaceIsTheGoldenOne() throws Exception {
        Preface preface = new Preface(Golden.TOKEN, Identity.id(Golden.JVM, 0));
        preface.pid = 4242;
        preface.label = "billing";
        assertEquals(Golden.hex("preface-control"), Golden.hex(preface.local(50123)));
    }

    @Test
    void onlyAnAckOfStatus0WithTheRightProofCounts() throws Exception {
        byte[] good = Golden.bytes("ack-accepted");
        assertTrue(Preface.accepts(Golden.TOKEN, ID, good));
        assertFalse(Preface.accepts(Golden.TOKEN, ID, Golden.bytes("ack-bad-proof")));
        assertFalse(Preface.accepts(Golden.TOKEN, Identity.id(Golden.JVM, 8), good));
        for (int i = 0; i < good.length; i++) {
            byte[] spoilt = good.clone();
            spoilt[i] ^= 1;
            assertFalse(Preface.accepts(Golden.TOKEN, ID, spoilt), "byte " + i);
        }
    }

    @Test
    void whatDoesNotFitIsCutAndTheRestStands() throws Exception {
        Preface preface = filled("192.0.2.10");
        preface.frames =
                Collections.nCopies(12, "a.b.C.".concat("x".repeat(500)).concat("(C.java:1)"));
        preface.thread = "t".repeat(300);
        List<InetAddress> many = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            many.add(address("192.0.2." + i));
        }
        preface.addresses = many;
        byte[] written = preface.proxy(source(), address("192.0.2.10"), 443);
        assertTrue(written.length <= Preface.MAX_BYTES, "length " + written.length);
        int length = (written[14] & 0xFF) << 8 | written[15] & 0xFF;
        assertEquals(written.length - 16, length);

        preface.thread = "t".repeat(5000);
        assertTrue(preface.proxy(source(), address("192.0.2.10"), 443).length <= Preface.MAX_BYTES);
    }

    private static Preface filled(String... addresses) throws Exception {
        Preface preface = new Preface(Golden.TOKEN, ID);
        preface.authority = "api.example.test";
        List<InetAddress> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(address(address));
        }
        preface.addresses = all;
        preface.pid = 4242;
        preface.thread = "main";
        preface.frames = List.of("com.acme.Billing.charge(Billing.java:88)", "com.acme.Main.main(Main.java:12)");
        preface.label = "billing";
        preface.route = "pay.example.test tap";
        preface.waitMillis = 2500;
        return preface;
    }

    private static InetSocketAddress source() throws Exception {
        return new InetSocketAddress(address("127.0.0.1"), 50123);
    }

    private static InetAddress address(String literal) throws Exception {
        return InetAddress.getByName(literal);
    }
}
