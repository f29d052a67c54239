package io.jvmtap.flow;

import io.jvmtap.flow.FlowEvent.BodyChunk;
import io.jvmtap.flow.FlowEvent.BodyEnded;
import io.jvmtap.flow.FlowEvent.ConnectionClosed;
import io.jvmtap.flow.FlowEvent.ConnectionOpened;
import io.jvmtap.flow.FlowEvent.ExchangeCaller;
import io.jvmtap.flow.FlowEvent.ExchangeEnded;
import io.jvmtap.flow.FlowEvent.ExchangeStarted;
import io.jvmtap.flow.FlowEvent.Handshake;
import io.jvmtap.flow.FlowEvent.InterimHead;
import io.jvmtap.flow.FlowEvent.MessageSeen;
import io.jvmtap.flow.FlowEvent.OfConnection;
import io.jvmtap.flow.FlowEvent.OfExchange;
import io.jvmtap.flow.FlowEvent.OfProgram;
import io.jvmtap.flow.FlowEvent.ProgramEnded;
import io.jvmtap.flow.FlowEvent.ProgramStarted;
import io.jvmtap.flow.FlowEvent.RequestHead;
import io.jvmtap.flow.FlowEvent.ResponseHead;
import io.jvmtap.flow.FlowEvent.Segment;
import io.jvmtap.flow.FlowEvent.Trailers;
import io.jvmtap.flow.FlowEvent.TrustJudged;
import io.jvmtap.flow.FlowEvent.UpstreamConnected;
import io.jvmtap.flow.FlowEvent.UpstreamFailed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds recorded events against the grammar of the package. Connections, exchanges and programs may be interleaved;
 * within an exchange each direction is in order by itself, since a response may come before its request is whole.
 */
public final class FlowGrammar {
    private final Map<Long, Connection> connections = new HashMap<>();
    private final Map<Long, Exchange> exchanges = new HashMap<>();
    private final Map<String, Boolean> programs = new HashMap<>();
    private FlowEvent now;

    private FlowGrammar(FlowEvent first) {
        this.now = first;
    }

    /** @throws AssertionError naming the first event that breaks the grammar, or what lacks its end */
    public static void check(List<FlowEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        FlowGrammar grammar = new FlowGrammar(events.get(0));
        events.forEach(grammar::take);
        grammar.connections.forEach(
                (id, connection) -> grammar.demand(connection.closed, "connection " + id + " was not closed"));
        grammar.programs.forEach((id, open) -> grammar.demand(!open, "program " + id + " did not end"));
    }

    private void take(FlowEvent event) {
        now = event;
        if (event instanceof OfExchange ofExchange) {
            exchange(ofExchange);
        } else if (event instanceof OfConnection ofConnection) {
            connection(ofConnection);
        } else if (event instanceof OfProgram ofProgram) {
            program(ofProgram);
        }
    }

    private void program(OfProgram event) {
        Boolean open = programs.get(event.program());
        if (event instanceof ProgramStarted) {
            demand(open == null, "a program starts once");
            programs.put(event.program(), true);
        } else {
            demand(Boolean.TRUE.equals(open), "an event of a program that does not run");
            programs.put(event.program(), !(event instanceof ProgramEnded));
        }
    }

    private void connection(OfConnection event) {
        if (event instanceof ConnectionOpened) {
            demand(connections.put(event.connection(), new Connection()) == null, "a connection opens once");
            return;
        }
        Connection connection = connections.get(event.connection());
        if (connection == null) {
            throw broken("a connection opens before all else");
        }
        if (event instanceof TrustJudged) {
            return;
        }
        demand(!connection.closed, "nothing follows a connection's end");
        if (event instanceof UpstreamConnected || event instanceof UpstreamFailed) {
            demand(!connection.dialled && !connection.handshaken, "one attempt upstream, before the handshakes");
            connection.dialled = true;
        } else if (event instanceof Handshake) {
            connection.handshaken = true;
        } else if (event instanceof Segment segment) {
            demand(segment.bytes().length > 0, "no empty segment");
            connection.used = true;
        } else if (event instanceof ConnectionClosed) {
            demand(connection.open.isEmpty(), "exchanges end before their connection: " + connection.open);
            connection.closed = true;
        }
    }

    private void exchange(OfExchange event) {
        if (event instanceof ExchangeStarted started) {
            Connection connection = connections.get(started.connection());
            demand(connection != null && !connection.closed, "an exchange needs an open connection");
            demand(exchanges.put(event.exchange(), new Exchange(started.connection())) == null, "starts once");
            connectionOf(event).open.add(event.exchange());
            connectionOf(event).used = true;
            return;
        }
        Exchange exchange = exchanges.get(event.exchange());
        if (event instanceof ExchangeCaller caller) {
            demand(exchange != null && !caller.frames().isEmpty(), "a caller is somebody, of an exchange that started");
            return;
        }
        if (exchange == null || !connectionOf(event).open.contains(event.exchange())) {
            throw broken("not an open exchange");
        }
        if (event instanceof RequestHead) {
            exchange.out.head(this);
        } else if (event instanceof InterimHead) {
            demand(!exchange.in.head, "interim heads come before the final one");
        } else if (event instanceof ResponseHead) {
            exchange.in.head(this);
        } else if (event instanceof BodyChunk chunk) {
            demand(chunk.bytes().length > 0, "no empty chunk");
            exchange.side(chunk.direction()).body(this);
            exchange.side(chunk.direction()).bytes += chunk.bytes().length;
        } else if (event instanceof MessageSeen message) {
            exchange.side(message.direction()).message(this, message);
        } else if (event instanceof Trailers trailers) {
            demand(!trailers.trailers().isEmpty(), "no empty trailers");
            exchange.side(trailers.direction()).body(this);
            exchange.side(trailers.direction()).trailers = true;
        } else if (event instanceof BodyEnded ended) {
            demand(ended.wireBytes() > 0, "no message without bytes");
            exchange.side(ended.direction()).end(this);
        } else if (event instanceof ExchangeEnded ended) {
            demand(ended.fault() != null || (exchange.out.ended && exchange.in.ended), "incomplete without a fault");
            connectionOf(event).open.remove(event.exchange());
        }
    }

    private Connection connectionOf(OfExchange event) {
        Exchange exchange = exchanges.get(event.exchange());
        Connection connection = exchange == null ? null : connections.get(exchange.connection);
        if (connection == null) {
            throw broken("not an exchange of a connection");
        }
        return connection;
    }

    private void demand(boolean holds, String rule) {
        if (!holds) {
            throw broken(rule);
        }
    }

    private AssertionError broken(String rule) {
        return new AssertionError(rule + ", at " + now);
    }

    private static final class Connection {
        final Set<Long> open = new HashSet<>();
        boolean dialled;
        boolean handshaken;
        boolean used;
        boolean closed;
    }

    private static final class Exchange {
        final long connection;
        final Side out = new Side();
        final Side in = new Side();

        Exchange(long connection) {
            this.connection = connection;
        }

        Side side(Direction direction) {
            return direction == Direction.OUT ? out : in;
        }
    }

    /** One message of an exchange: {@code head chunk* trailers? end}. */
    private static final class Side {
        boolean head;
        boolean trailers;
        boolean ended;
        long bytes;
        long told;

        /** A range of the bytes that were told of, behind the one before; what is no part of the body has its detail. */
        void message(FlowGrammar grammar, MessageSeen message) {
            body(grammar);
            long end = message.offset() + message.length();
            boolean inBody = message.offset() >= told && end <= bytes;
            grammar.demand(message.offset() == -1 || inBody, "a message is a range of the bytes before it");
            told = message.offset() < 0 ? told : end;
        }

        void head(FlowGrammar grammar) {
            grammar.demand(!head, "one head a message");
            head = true;
        }

        void body(FlowGrammar grammar) {
            grammar.demand(head && !trailers && !ended, "a body stands between its head and its trailers or end");
        }

        void end(FlowGrammar grammar) {
            grammar.demand(head && !ended, "one end a message, after its head");
            ended = true;
        }
    }
}
