package io.jvmtap.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
    @Test
    void ja3IsThatOfItsOwnDescription() {
        ClientHello hello = new ClientHello(
                List.of(0x0301),
                false,
                List.of(47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4),
                List.of(23, 24, 25),
                List.of(),
                "a.test",
                List.of(),
                new ClientHello.Shape(769, List.of(0, 10, 11), List.of(0)));

        assertEquals("ada70206e40642a3e4461f35503241d5", Fingerprints.ja3(hello));
        assertEquals(List.of("TLSv1"), Fingerprints.offer(hello).versions());
    }

    @Test
    void withoutExtensionsJa3LeavesTheirFieldsEmpty() {
        ClientHello hello = new ClientHello(
                List.of(0x0301),
                false,
                List.of(4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99),
                List.of(),
                List.of(),
                null,
                List.of(),
                new ClientHello.Shape(769, List.of(), List.of()));

        assertEquals("de350869b8c85de67a350c8d186f11e6", Fingerprints.ja3(hello));
        assertEquals("t10i110000_", Fingerprints.ja4(hello).substring(0, 11));
        assertEquals("_000000000000", Fingerprints.ja4(hello).substring(23));
    }

    /** The example of FoxIO's specification, its lists in an order that a browser might send them in. */
    @Test
    void ja4IsThatOfItsOwnSpecification() {
        ClientHello hello = new ClientHello(
                List.of(0x0304, 0x0303),
                true,
                List.of(
                        0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c,
                        0x009d, 0x002f, 0x0035),
                List.of(0x001d),
                List.of(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601),
                "a.test",
                List.of("h2", "http/1.1"),
                new ClientHello.Shape(
                        0x0303,
                        List.of(
                                0x001b, 0x0000, 0x0033, 0x0010, 0x4469, 0x0017, 0x002d, 0x000d, 0x0005, 0x0023, 0x0012,
                                0x002b, 0xff01, 0x000b, 0x000a, 0x0015),
                        List.of(0)));

        assertEquals("t13d1516h2_8daaf6152771_e5627efa2ab1", Fingerprints.ja4(hello));
    }
}
