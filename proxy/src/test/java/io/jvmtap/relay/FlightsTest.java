package io.jvmtap.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.flow.Direction;
import io.jvmtap.tls.ClientHelloParser.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Traces of what a program sends; each is also cut at every byte. */
class FlightsTest {
    private static byte[] hello = {};

    /** MySQL's Protocol::SSLRequest: length 32, sequence 1, capabilities, largest packet, character set, 23 zeros. */
    private static final byte[] MYSQL =
            HexFormat.of().parseHex("20000001" + "85ae3f00" + "00000001" + "21" + "00".repeat(23));

    /** As MariaDB sends it: its own capabilities stand in the last four bytes. */
    private static final byte[] MARIADB =
            HexFormat.of().parseHex("20000001" + "84aebfe0" + "00000040" + "e0" + "00".repeat(19) + "1c000000");

    @BeforeAll
    static void aHello() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        SSLEngine engine = context.createSSLEngine("db.example.test", 3306);
        engine.setUseClientMode(true);
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), record);
        hello = Arrays.copyOf(record.array(), record.position());
    }

    @Test
    void aHelloRightBehindARequestForTlsIsFoundHoweverTheBytesAreCut() {
        for (byte[] request : new byte[][] {
            MYSQL,
            MARIADB,
            ascii("PROXY TCP4 127.0.0.1 127.0.0.1 50000 443\r\n"),
            ascii("STARTTLS\r\n"),
            HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000c7f0000017f0000010050d431")
        }) {
            byte[] all = joined(request, hello);
            for (int cut = 0; cut <= all.length; cut++) {
                Trace trace = new Trace();
                trace.server("greeting");
                trace.program(Arrays.copyOf(all, cut));
                trace.program(Arrays.copyOfRange(all, cut, all.length));
                trace.expectTls(request, "cut at " + cut);
            }
            Trace byteByByte = new Trace();
            for (byte one : all) {
                byteByByte.program(one);
            }
            byteByByte.expectTls(request, "byte by byte");
        }
    }

    @Test
    void aHelloThatOpensAFlightIsFoundHoweverLateAndWhateverFollows() {
        byte[] more = ascii("early data");
        for (int cut = 6; cut <= hello.length; cut++) {
            Trace trace = new Trace();
            for (int flight = 0; flight < 20; flight++) {
                trace.program(ascii("COMMAND " + flight + "\r\n"));
                trace.server("250 ok\r\n");
            }
            byte[] before = trace.passed.toByteArray();
            trace.program(Arrays.copyOf(hello, cut));
            trace.program(joined(Arrays.copyOfRange(hello, cut, hello.length), more));
            trace.expectTls(before, "cut at " + cut);
        }
    }

    @Test
    void aHelloInsideSomebodysMessageIsLeftAlone() {
        int length = hello.length;
        byte[] tds = {0x12, 1, (byte) (length + 8 >> 8), (byte) (length + 8), 0, 0, 0, 0};
        byte[] bigFrame = ByteBuffer.allocate(4).putInt(length).array();
        byte[] littleFrame = {(byte) length, (byte) (length >> 8)};
        for (byte[] header : new byte[][] {tds, bigFrame, littleFrame}) {
            byte[] all = joined(header, hello);
            for (int cut = 0; cut <= all.length; cut++) {
                Trace trace = new Trace();
                trace.server("ready");
                trace.program(Arrays.copyOf(all, cut));
                trace.pause();
                trace.program(Arrays.copyOfRange(all, cut, all.length));
                trace.pause();
                // A cut right behind the header is all that tells nothing of it to who looks at one read only.
                trace.expectPlain(all, "cut at " + cut);
            }
        }
    }

    @Test
    void aHelloWithSomethingBehindItInAFlightIsContent() {
        byte[] upload = joined(joined(ascii("PUT /trace.pcap\r\n\r\n"), hello), ascii("and on it goes"));
        Trace trace = new Trace();
        trace.program(upload);
        trace.expectPlain(upload, "with bytes behind it");
    }

    @Test
    void aHelloFarIntoAFlightOrLateInAConnectionIsContent() {
        byte[] far = joined(new byte[600], hello);
        Trace trace = new Trace();
        trace.program(far);
        trace.expectPlain(far, "600 bytes in");

        Trace late = new Trace();
        for (int flight = 0; flight < 6; flight++) {
            late.program(ascii("x"));
            late.server("y");
        }
        late.program(joined(MYSQL, hello));
        late.expectPlain(joined(ascii("xxxxxx"), joined(MYSQL, hello)), "in the seventh flight");
    }

    @Test
    void damagedHellosAndNoiseAreNeverTakenForTls() {
        Random random = new Random(11);
        int taken = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] noise = new byte[1 + random.nextInt(200)];
            random.nextBytes(noise);
            if (round % 2 == 0) {
                byte[] start = {0x16, 3, 1};
                System.arraycopy(start, 0, noise, 0, Math.min(3, noise.length));
            }
            Trace trace = new Trace();
            trace.program(noise);
            trace.pause();
            trace.expectPlain(noise, HexFormat.of().formatHex(noise));
        }
        for (int at : new int[] {0, 1, 3, 5, 6, 9}) {
            byte[] damaged = hello.clone();
            damaged[at] ^= 0x55;
            Trace trace = new Trace();
            trace.program(joined(MYSQL, damaged));
            trace.pause();
            taken += trace.taken ? 1 : 0;
        }
        assertEquals(0, taken);
    }

    @Test
    void theLastBytesOfAMessageAreHeldForAMomentOnly() {
        Flights flights = new Flights();
        flights.relaying(false);
        Flights.Look look = flights.look(ByteBuffer.wrap(new byte[] {1, 2, 0x16}));
        assertEquals(new Flights.Look(2, Kind.INCOMPLETE, null, Flights.SHORT_PATIENCE_MILLIS), look);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Treats the bytes of both sides as a connection does. */
    private static final class Trace {
        private final Flights flights = new Flights();
        private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
        private byte[] held = {};
        private boolean taken;

        Trace() {
            flights.relaying(false);
        }

        void server(String said) {
            flights.passed(Direction.IN, ByteBuffer.wrap(ascii(said)));
        }

        void program(byte... bytes) {
            if (taken) {
                return;
            }
            held = joined(held, bytes);
            if (!flights.mayOpenTls() || held.length == 0) {
                pause();
                return;
            }
            Flights.Look look = flights.look(ByteBuffer.wrap(held));
            pass(Arrays.copyOf(held, look.before()));
            held = Arrays.copyOfRange(held, look.before(), held.length);
            if (look.kind() == Kind.COMPLETE) {
                assertNotNull(look.hello());
                taken = true;
            }
        }

        /** Patience ends. */
        void pause() {
            if (!taken) {
                pass(held);
                held = new byte[0];
            }
        }

        private void pass(byte[] bytes) {
            if (bytes.length > 0) {
                flights.passed(Direction.OUT, ByteBuffer.wrap(bytes));
                passed.writeBytes(bytes);
            }
        }

        void expectTls(byte[] before, String what) {
            assertTrue(taken, what);
            assertArrayEquals(before, passed.toByteArray(), what);
        }

        void expectPlain(byte[] all, String what) {
            assertTrue(!taken, what);
            pause();
            assertArrayEquals(all, passed.toByteArray(), what);
        }
    }
}
