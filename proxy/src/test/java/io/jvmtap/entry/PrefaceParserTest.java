package io.jvmtap.entry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.flow.Cause;
import io.jvmtap.flow.Destination;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefaceParserTest {
    private static final UniqueId ID = new UniqueId(0xA1B2C3D4E5F60718L, 7);

    @Test
    void theGoldenPrefaceOverIpv4IsReadWhole() throws Exception {
        Preface preface = parse(WireGolden.bytes("preface-ipv4.hex"));

        assertFalse(preface.control());
        assertEquals(1, preface.version());
        assertEquals(ID, preface.id());
        assertEquals(50123, preface.sourcePort());
        assertEquals(2500, preface.waitMillis());
        assertEquals(
                new Destination(
                        "api.example.test",
                        443,
                        List.of(InetAddress.getByName("192.0.2.10"), InetAddress.getByName("2001:db8::10"))),
                preface.destination());
        assertEquals(
                new Cause(
                        4242,
                        "main",
                        List.of("com.acme.Billing.charge(Billing.java:88)", "com.acme.Main.main(Main.java:12)"),
                        "billing",
                        "pay.example.test tap"),
                preface.cause());
    }

    @Test
    void theChosenAddressComesFirst() throws Exception {
        Destination destination = parse(WireGolden.bytes("preface-ipv6.hex")).destination();

        assertNotNull(destination);
        assertEquals(
                List.of(InetAddress.getByName("2001:db8::10"), InetAddress.getByName("192.0.2.10")),
                destination.addresses());
    }

    @Test
    void theGoldenControlPrefaceHasNoDestination() throws Exception {
        Preface preface = parse(WireGolden.bytes("preface-control.hex"));

        assertTrue(preface.control());
        assertNull(preface.destination());
        assertEquals(new UniqueId(ID.jvm(), 0), preface.id());
        assertEquals("billing", preface.cause().label());
    }

    @ParameterizedTest
    @ValueSource(strings = {"preface-ipv4.hex", "preface-ipv6.hex", "preface-control.hex"})
    void everyPrefixOfAPrefaceNeedsMore(String golden) throws Exception {
        byte[] whole = WireGolden.bytes(golden);

        for (int length = 0; length < whole.length; length++) {
            assertNull(PrefaceParser.parse(ByteBuffer.wrap(whole, 0, length)), "at " + length);
        }
    }

    @Test
    void whatFollowsThePrefaceIsLeftAlone() throws Exception {
        byte[] preface = WireGolden.bytes("preface-ipv4.hex");
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(preface, preface.length + 3));

        PrefaceParser.parse(bytes);

        assertEquals(3, bytes.remaining());
    }

    @Test
    void otherProtocolsAreRefusedAtTheirFirstWrongByte() {
        for (String other : List.of("GET / HTTP/1.1", "PROXY TCP4 ", "\u0016\u0003\u0001", "\r\n\r\nx")) {
            byte[] bytes = other.getBytes(StandardCharsets.ISO_8859_1);
            assertThrows(MalformedWireException.class, () -> PrefaceParser.parse(ByteBuffer.wrap(bytes)), other);
        }
    }

    @Test
    void damagedPrefacesAreRefusedAndNothingElseIsThrown() throws Exception {
        byte[] whole = WireGolden.bytes("preface-ipv4.hex");
        Random random = new Random(7);

        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = whole.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                damaged[12 + random.nextInt(damaged.length - 12)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                PrefaceParser.parse(ByteBuffer.wrap(damaged));
            } catch (MalformedWireException expected) {
                assertNotNull(expected.getMessage());
            }
        }
    }

    @Test
    void aProofFitsOnlyItsOwnIdAndPorts() throws Exception {
        byte[] proof = parse(WireGolden.bytes("preface-ipv4.hex")).proof();
        SessionToken token = WireGolden.token();

        assertTrue(token.provesPreface(proof, PrefaceParser.COMMAND_PROXY, ID, 50123, 443));
        assertFalse(token.provesPreface(proof, PrefaceParser.COMMAND_PROXY, ID, 50124, 443));
        assertFalse(token.provesPreface(proof, PrefaceParser.COMMAND_PROXY, ID, 50123, 444));
        assertFalse(token.provesPreface(proof, PrefaceParser.COMMAND_LOCAL, ID, 50123, 443));
        assertFalse(token.provesPreface(proof, PrefaceParser.COMMAND_PROXY, new UniqueId(ID.jvm(), 8), 50123, 443));
        assertFalse(SessionToken.random().provesPreface(proof, PrefaceParser.COMMAND_PROXY, ID, 50123, 443));
        assertFalse(token.provesPreface(new byte[0], PrefaceParser.COMMAND_PROXY, ID, 50123, 443));
    }

    @Test
    void acksAreTheGoldenBytes() throws Exception {
        assertArrayEquals(WireGolden.bytes("ack-accepted.hex"), Ack.ACCEPTED.bytes(WireGolden.token(), ID));
        assertArrayEquals(WireGolden.bytes("ack-bad-proof.hex"), Ack.BAD_PROOF.bytes(WireGolden.token(), ID));
    }

    private static Preface parse(byte[] bytes) throws MalformedWireException {
        Preface preface = PrefaceParser.parse(ByteBuffer.wrap(bytes));
        assertNotNull(preface);
        return preface;
    }
}
