package io.jvmtap.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProtobufTextTest {
    @Test
    void fieldsOfEveryWireTypeAreShownByNumber() {
        gives("", "");
        gives("08 96 01", "1: 150\n");
        gives("08 ff ff ff ff ff ff ff ff ff 01", "1: -1\n");
        gives("12 07 74 65 73 74 69 6e 67", "2: \"testing\"\n");
        gives("19 00 00 00 00 00 00 f0 3f", "3: 0x3ff0000000000000\n");
        gives("25 00 00 80 bf", "4: 0xbf800000\n");
        gives("2a 00", "5: \"\"\n");
        gives("32 02 c3 bc", "6: \"\u00fc\"\n");
        gives("3a 03 ff fe 01", "7: fffe01 (3 bytes)\n");
        gives("92 03 02 68 69", "50: \"hi\"\n");
        gives("12 05 61 22 5c 0a 09", "2: \"a\\\"\\\\\\n\\t\"\n");
    }

    @Test
    void whatReadsAsAMessageIsShownAsOne() {
        gives("1a 03 08 96 01", "3 {\n  1: 150\n}\n");
        gives("0a 05 0a 03 61 62 63", "1 {\n  1: \"abc\"\n}\n");
        gives("0a 04 12 02 08 01", "1 {\n  2 {\n    1: 1\n  }\n}\n");
        gives("0b 10 05 0c 18 01", "1 {\n  2: 5\n}\n3: 1\n");
    }

    @Test
    void whatIsNoMessageIsNone() {
        for (String bytes : new String[] {
            "08",
            "00 01",
            "07",
            "0c",
            "0b 08 01",
            "0b 14",
            "12 05 61",
            "19 00",
            "25 00 00",
            "12 ff ff ff ff 0f 00",
            "ff"
        }) {
            assertNull(ProtobufText.of(HexFormat.of().parseHex(bytes.replace(" ", ""))), bytes);
        }
    }

    @Test
    void nestingHasAnEndAndRandomBytesNeverFail() {
        byte[] groups = new byte[100_000];
        Arrays.fill(groups, (byte) 0x0b);
        assertNull(ProtobufText.of(groups));
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] junk = new byte[random.nextInt(60)];
            random.nextBytes(junk);
            ProtobufText.of(junk);
        }
    }

    private static void gives(String hex, String text) {
        assertEquals(text, ProtobufText.of(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }
}
