package io.jvmtap.relay;

import io.jvmtap.flow.Direction;
import io.jvmtap.tls.ClientHello;
import io.jvmtap.tls.ClientHelloParser;
import io.jvmtap.tls.ClientHelloParser.Kind;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is on an unencrypted connection, and where in a flight of the program's TLS begins. TLS that starts late
 * mostly opens a flight: the first bytes after the server has said something (RFC 2817 section 5.3, RFC 3207 section 4).
 * Some protocols ask for TLS and do not wait for an answer: MySQL's SSL request and the PROXY protocol's header have the
 * ClientHello right behind them, often in the same segment.
 *
 * <p>A hello behind other bytes is taken for one only where it is whole, ends the flight, and is not what a length in
 * front of it announces: then it is the content of somebody's message (SQL Server's TDS wraps its handshake so), and
 * what the server answers would be wrapped too. On one event loop.
 */
final class Flights {
    /** How long the rest of a ClientHello is waited for: its segments come one behind the other. */
    static final long PATIENCE_MILLIS = 1_000;

    /** The same where so few bytes are there that they are more likely the end of somebody's message. */
    static final long SHORT_PATIENCE_MILLIS = 10;

    /** Content type, version, length of the record, and the type of the handshake message. */
    private static final int TELLING = 6;

    /** What may stand before a hello in its flight; the PROXY protocol's v2 header takes this much at most in practice. */
    private static final int MAX_BEFORE = 536;

    /** Nobody asks for TLS without waiting later than in the first words of a connection. */
    private static final int MAX_FLIGHTS = 4;

    /** A length stands no farther in front of what it announces; TDS: 6 bytes. */
    private static final int FRAMING = 16;

    private boolean plain;
    private boolean programsTurn;
    private int flights;
    /** Bytes of the present flight that have passed, and the last few of them. */
    private long passed;

    private final byte[] last = new byte[FRAMING];

    /**
     * What the held bytes of a flight are.
     *
     * @param before bytes that are not part of a hello and pass
     * @param kind of what is behind them; {@link Kind#OTHER} when nothing is
     * @param patienceMillis how long the rest of an incomplete hello is worth waiting for
     */
    record Look(int before, Kind kind, @Nullable ClientHello hello, long patienceMillis) {}

    /** Bytes pass from now on, encrypted or not. */
    void relaying(boolean tls) {
        plain = !tls;
        programsTurn = true;
        flights = 1;
        passed = 0;
    }

    void passed(Direction direction, ByteBuffer bytes) {
        if (!plain) {
            return;
        }
        if (direction == Direction.IN) {
            programsTurn = true;
            return;
        }
        if (programsTurn && passed > 0) {
            flights++;
            passed = 0;
        }
        programsTurn = false;
        int kept = Math.min(bytes.remaining(), FRAMING);
        System.arraycopy(last, kept, last, 0, FRAMING - kept);
        bytes.get(bytes.limit() - kept, last, FRAMING - kept, kept);
        passed += bytes.remaining();
    }

    /** Whether what the program sends now is to be looked at before it passes. */
    boolean mayOpenTls() {
        return plain && (opening() || flights <= MAX_FLIGHTS && passed <= MAX_BEFORE);
    }

    private boolean opening() {
        return programsTurn || passed == 0;
    }

    /** @param flight the program's bytes that have not passed yet */
    Look look(ByteBuffer flight) {
        int length = flight.remaining();
        long sent = opening() ? 0 : passed;
        boolean early = flights <= MAX_FLIGHTS;
        int tried = early ? (int) Math.min(length, MAX_BEFORE + 1 - sent) : 1;
        for (int at = 0; at < tried; at++) {
            if (flight.get(flight.position() + at) != ClientHelloParser.HANDSHAKE_RECORD) {
                continue;
            }
            ByteBuffer rest = flight.slice(flight.position() + at, length - at);
            ClientHelloParser.Result result = ClientHelloParser.parse(rest);
            boolean opens = sent + at == 0;
            if (result.kind() == Kind.OTHER || !opens && inSomebodysMessage(flight, at, sent, rest, result)) {
                continue;
            }
            if (result.kind() == Kind.COMPLETE) {
                return new Look(at, Kind.COMPLETE, result.hello(), 0);
            }
            boolean telling = rest.remaining() >= TELLING;
            // Later on, fewer bytes than tell a ClientHello from anything else are somebody else's short message.
            if (telling || early) {
                return new Look(at, Kind.INCOMPLETE, null, telling ? PATIENCE_MILLIS : SHORT_PATIENCE_MILLIS);
            }
        }
        return new Look(length, Kind.OTHER, null, 0);
    }

    private boolean inSomebodysMessage(
            ByteBuffer flight, int at, long sent, ByteBuffer rest, ClientHelloParser.Result result) {
        if (result.kind() == Kind.COMPLETE && result.length() != rest.remaining()) {
            return true;
        }
        if (rest.remaining() < 5) {
            return false;
        }
        int announced = result.kind() == Kind.COMPLETE ? result.length() : 5 + (rest.getShort(3) & 0xFFFF);
        byte[] before = new byte[(int) Math.min(FRAMING, sent + at)];
        for (int i = 0; i < before.length; i++) {
            int from = at - before.length + i;
            before[i] = from >= 0 ? flight.get(flight.position() + from) : last[FRAMING + from];
        }
        return announces(before, announced);
    }

    /** Whether some integer in there, of two to four bytes, says how long the hello is, or the message that it ends. */
    private static boolean announces(byte[] before, int length) {
        for (int width = 2; width <= 4; width++) {
            for (int at = 0; at + width <= before.length; at++) {
                long big = 0;
                long little = 0;
                for (int i = 0; i < width; i++) {
                    big = big << 8 | before[at + i] & 0xFF;
                    little = little << 8 | before[at + width - 1 - i] & 0xFF;
                }
                if (within(big, length) || within(little, length)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean within(long value, int length) {
        return value >= length && value <= length + FRAMING;
    }
}
