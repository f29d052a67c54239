package io.jvmtap.relay;

import io.jvmtap.flow.Direction;
import io.jvmtap.tls.ClientHelloParser;
import io.jvmtap.tls.ClientHelloParser.Kind;
import io.netty.buffer.ByteBuf;

/**
 * Whose turn it is on an unencrypted connection. TLS that starts late starts with a ClientHello that opens a flight of the
 * program's: the first bytes it sends after the server has said something (RFC 2817 section 5.3, RFC 3207 section 4, and
 * the like of every protocol we know). On one event loop.
 */
final class Flights {
    /** How long the rest of a ClientHello is waited for: its segments come one behind the other. */
    static final long PATIENCE_MILLIS = 1_000;

    /** Content type, version, length of the record, and the type of the handshake message. */
    private static final int TELLING = 6;

    private boolean plain;
    private boolean programsTurn;

    /** Bytes pass from now on, encrypted or not. */
    void relaying(boolean tls) {
        plain = !tls;
        programsTurn = false;
    }

    void passed(Direction direction) {
        programsTurn = direction == Direction.IN;
    }

    /** Whether what the program sends now is to be looked at before it passes. */
    boolean mayOpenTls() {
        return plain && programsTurn;
    }

    /** @param flight the program's bytes of this flight so far */
    ClientHelloParser.Result look(ByteBuf flight) {
        ClientHelloParser.Result result = ClientHelloParser.parse(flight.nioBuffer());
        // Fewer bytes than tell a ClientHello from anything else are somebody else's short message.
        return result.kind() == Kind.INCOMPLETE && flight.readableBytes() < TELLING
                ? ClientHelloParser.NOT_TLS
                : result;
    }
}
