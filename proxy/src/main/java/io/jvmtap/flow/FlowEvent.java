package io.jvmtap.flow;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that was seen. Immutable; see the package for the grammar. A consumer implements {@link Visitor}, so that a
 * new event breaks every consumer at compile time.
 */
public sealed interface FlowEvent {
    Stamp at();

    <R> R accept(Visitor<R> visitor);

    /** An event of one connection. */
    sealed interface OfConnection extends FlowEvent {
        long connection();
    }

    /** An event of one exchange: a request with its response. */
    sealed interface OfExchange extends FlowEvent {
        long exchange();
    }

    /** An event of one JVM; {@code program} is the id that the agent drew for its JVM, 16 hex digits. */
    sealed interface OfProgram extends FlowEvent {
        String program();
    }

    // ---- programs

    /**
     * A tapped JVM reported for work.
     *
     * @param command main class or jar with its arguments, as {@code sun.java.command} says it
     */
    record ProgramStarted(String program, Stamp at, long pid, String label, String javaVersion, String command)
            implements OfProgram {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.programStarted(this);
        }
    }

    /**
     * A name was looked up.
     *
     * @param original what the program's own resolver answered
     * @param given what the program was told
     * @param failure exception class and message where the lookup failed
     */
    record LookedUp(
            String program,
            Stamp at,
            String name,
            List<InetAddress> original,
            List<InetAddress> given,
            long durationNanos,
            String thread,
            @Nullable String failure)
            implements OfProgram {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.lookedUp(this);
        }
    }

    /** A connection that went past us to its real destination, and why. */
    record Bypassed(String program, Stamp at, String host, int port, String thread, String reason)
            implements OfProgram {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.bypassed(this);
        }
    }

    /**
     * The state of the agent's hooks.
     *
     * @param hooks one line a hook: name, whether it is in place, how often it ran, errors it suppressed; tabs between
     * @param tapped connections that came to us
     * @param bypassed connections that should have come; each is a {@link Bypassed} too
     * @param untapped one line a reason: why connections were not tapped, tab, how many; those bypassed included
     * @param direct where such connections went: literal address, tab, port
     * @param dropped reports that the agent could not keep
     */
    record Coverage(
            String program,
            Stamp at,
            List<String> hooks,
            long tapped,
            long bypassed,
            long suppressedErrors,
            List<String> untapped,
            List<String> direct,
            long dropped)
            implements OfProgram {
        public Coverage {
            hooks = List.copyOf(hooks);
            untapped = List.copyOf(untapped);
            direct = List.copyOf(direct);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.coverage(this);
        }
    }

    record ProgramEnded(String program, Stamp at) implements OfProgram {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.programEnded(this);
        }
    }

    // ---- connections

    /** @param program id of the JVM, empty where no agent speaks for it */
    record ConnectionOpened(long connection, Stamp at, String program, Destination destination, Cause cause)
            implements OfConnection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.connectionOpened(this);
        }
    }

    record UpstreamConnected(long connection, Stamp at, InetAddress address, int port) implements OfConnection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.upstreamConnected(this);
        }
    }

    record UpstreamFailed(long connection, Stamp at, Fault fault) implements OfConnection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.upstreamFailed(this);
        }
    }

    /** The program sent a ClientHello; the handshakes that it leads to follow. */
    record TlsOffered(long connection, Stamp at, TlsOffer offer) implements OfConnection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.tlsOffered(this);
        }
    }

    /**
     * One side's TLS handshake ended.
     *
     * @param side OUT: ours with the server; IN: the program's with us
     * @param started when its first byte was seen
     * @param session what was agreed; null where it failed, unless we ended it ourselves because of the server's chain
     * @param fault why it failed, null where it did not
     * @param answer what the server said in the clear; null on the program's side, and where it came to nothing
     */
    record Handshake(
            long connection,
            Stamp at,
            Direction side,
            Stamp started,
            @Nullable TlsSession session,
            @Nullable Fault fault,
            @Nullable TlsAnswer answer,
            ClientCertificate clientCertificate)
            implements OfConnection {
        public Handshake(
                long connection,
                Stamp at,
                Direction side,
                Stamp started,
                @Nullable TlsSession session,
                @Nullable Fault fault) {
            this(connection, at, side, started, session, fault, null, ClientCertificate.NOT_ASKED);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.handshake(this);
        }
    }

    /**
     * The program's own trust manager judged the real chain; or, for a client without the agent, we did.
     *
     * @param judge class of the trust manager; {@code jvmtap} for ourselves
     * @param failure exception class and message, or our reason; null where it was accepted
     */
    record TrustJudged(
            long connection,
            Stamp at,
            String judge,
            @Nullable String failure) implements OfConnection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.trustJudged(this);
        }
    }

    /** Bytes of a connection that no dissector knows, after decryption. The array is never changed. */
    record Segment(long connection, Stamp at, Direction direction, byte[] bytes) implements OfConnection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.segment(this);
        }
    }

    /**
     * @param bytesOut decrypted bytes that the program sent
     * @param bytesIn decrypted bytes that the server sent
     * @param fault what ended it, null for an orderly end
     */
    record ConnectionClosed(
            long connection,
            Stamp at,
            long bytesOut,
            long bytesIn,
            @Nullable Fault fault) implements OfConnection {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.connectionClosed(this);
        }
    }

    // ---- exchanges

    /** @param protocol short lower-case name, such as {@code http/1.1} */
    record ExchangeStarted(long exchange, Stamp at, long connection, String protocol) implements OfExchange {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.exchangeStarted(this);
        }
    }

    /**
     * The program said who sent this request: comes on another path than the traffic, so possibly after the exchange's
     * end, and again where it turns out to be better known; the last one counts. Without it the connection's cause stands.
     *
     * @param at when it was sent
     * @param frames innermost first, never empty
     */
    record ExchangeCaller(long exchange, Stamp at, String thread, List<String> frames) implements OfExchange {
        public ExchangeCaller {
            frames = List.copyOf(frames);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.exchangeCaller(this);
        }
    }

    /**
     * @param target the request target exactly as sent (RFC 9112 section 3.2)
     * @param version exactly as sent, such as {@code HTTP/1.1}
     */
    record RequestHead(
            long exchange, Stamp at, String method, String scheme, String target, String version, List<Header> headers)
            implements OfExchange {
        public RequestHead {
            headers = List.copyOf(headers);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.requestHead(this);
        }
    }

    /** A 1xx answer before the final one (RFC 9110 section 15.2), 101 excepted. */
    record InterimHead(long exchange, Stamp at, int status, String reason, List<Header> headers) implements OfExchange {
        public InterimHead {
            headers = List.copyOf(headers);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.interimHead(this);
        }
    }

    record ResponseHead(long exchange, Stamp at, int status, String reason, String version, List<Header> headers)
            implements OfExchange {
        public ResponseHead {
            headers = List.copyOf(headers);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.responseHead(this);
        }
    }

    /** A piece of a body, framing removed, codings kept. The array is never changed. */
    record BodyChunk(long exchange, Stamp at, Direction direction, byte[] bytes) implements OfExchange {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.bodyChunk(this);
        }
    }

    /**
     * A message within a body is complete: a frame, or frames that belong together, of WebSocket, an event, a message of
     * gRPC. Its bytes are a range of those that the {@link BodyChunk}s of its direction carry, and have been told of.
     *
     * @param at when its last byte came
     * @param started when the first byte came, framing included
     * @param offset of its first byte in the body; -1 for a control frame, which is no part of it: {@code detail} has it
     * @param length in bytes, as recorded
     * @param compressed whether it is so by itself (RFC 7692, or gRPC's flag), whatever the body's coding
     * @param detail CLOSE: code and reason; PING and PONG: what they carry, in hexadecimal; EVENT: its name, and its id
     *     after a line feed if it has one; GRPC: {@code trailers} where it is those of gRPC-Web; else empty
     */
    record MessageSeen(
            long exchange,
            Stamp at,
            Stamp started,
            Direction direction,
            MessageKind kind,
            long offset,
            long length,
            boolean compressed,
            String detail)
            implements OfExchange {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.messageSeen(this);
        }
    }

    /** Trailer fields (RFC 9110 section 6.5); never empty. */
    record Trailers(long exchange, Stamp at, Direction direction, List<Header> trailers) implements OfExchange {
        public Trailers {
            trailers = List.copyOf(trailers);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.trailers(this);
        }
    }

    /**
     * The message in this direction is complete: one for each head that was seen, unless the exchange ends with a fault.
     *
     * @param wireBytes bytes of the whole message on the wire after TLS, head and framing included
     */
    record BodyEnded(long exchange, Stamp at, Direction direction, long wireBytes) implements OfExchange {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.bodyEnded(this);
        }
    }

    /** @param fault what ended it early, null where both messages are complete */
    record ExchangeEnded(long exchange, Stamp at, @Nullable Fault fault) implements OfExchange {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.exchangeEnded(this);
        }
    }

    /** One method an event. */
    interface Visitor<R> {
        R programStarted(ProgramStarted event);

        R lookedUp(LookedUp event);

        R bypassed(Bypassed event);

        R coverage(Coverage event);

        R programEnded(ProgramEnded event);

        R connectionOpened(ConnectionOpened event);

        R upstreamConnected(UpstreamConnected event);

        R upstreamFailed(UpstreamFailed event);

        R tlsOffered(TlsOffered event);

        R handshake(Handshake event);

        R trustJudged(TrustJudged event);

        R segment(Segment event);

        R connectionClosed(ConnectionClosed event);

        R exchangeStarted(ExchangeStarted event);

        R exchangeCaller(ExchangeCaller event);

        R requestHead(RequestHead event);

        R interimHead(InterimHead event);

        R responseHead(ResponseHead event);

        R bodyChunk(BodyChunk event);

        R messageSeen(MessageSeen event);

        R trailers(Trailers event);

        R bodyEnded(BodyEnded event);

        R exchangeEnded(ExchangeEnded event);
    }
}
