package io.jvmtap.entry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlFrameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"hello", "lookup", "trust", "coverage", "bypass", "ping", "pong", "welcome", "config", "bye"})
    void aGoldenFrameIsReadAndWrittenBackTheSame(String name) throws Exception {
        byte[] golden = WireGolden.bytes("frame-" + name + ".hex");

        assertArrayEquals(golden, parse(golden).bytes());
    }

    @Test
    void everyPrefixOfAFrameNeedsMore() throws Exception {
        byte[] golden = WireGolden.bytes("frame-hello.hex");

        for (int length = 0; length < golden.length; length++) {
            assertNull(ControlFrame.parse(ByteBuffer.wrap(golden, 0, length)), "at " + length);
        }
    }

    @Test
    void fieldsAreFoundByTheirIds() throws Exception {
        ControlFrame hello = parse(WireGolden.bytes("frame-hello.hex"));
        ControlFrame config = parse(WireGolden.bytes("frame-config.hex"));

        assertEquals(ControlFrame.HELLO, hello.type());
        assertEquals(4242, hello.number(1));
        assertEquals("com.acme.Main --fast", hello.text(6));
        assertEquals(List.of("*.example.test", "api.*"), config.each(1));
        assertEquals(1, config.number(3));
        assertEquals(0, config.number(99));
        assertEquals("", config.text(99));
    }

    @Test
    void aFrameThatClaimsTooMuchIsRefusedBeforeItComes() {
        ByteBuffer huge = ByteBuffer.allocate(5)
                .put((byte) 1)
                .putInt(ControlFrame.MAX_PAYLOAD + 1)
                .flip();
        ByteBuffer negative = ByteBuffer.allocate(5).put((byte) 1).putInt(-1).flip();

        assertThrows(MalformedWireException.class, () -> ControlFrame.parse(huge));
        assertThrows(MalformedWireException.class, () -> ControlFrame.parse(negative));
    }

    @Test
    void damagedFramesAreRefusedAndNothingElseIsThrown() throws Exception {
        byte[] golden = WireGolden.bytes("frame-lookup.hex");
        Random random = new Random(11);

        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = golden.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                ControlFrame.parse(ByteBuffer.wrap(damaged));
            } catch (MalformedWireException expected) {
                assertNotNull(expected.getMessage());
            }
        }
    }

    private static ControlFrame parse(byte[] bytes) throws MalformedWireException {
        ControlFrame frame = ControlFrame.parse(ByteBuffer.wrap(bytes));
        assertNotNull(frame);
        return frame;
    }
}
