package io.jvmtap.dissect.http1;

import io.jvmtap.dissect.Dissector;
import io.jvmtap.dissect.Protocol.Opening;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent.Segment;
import io.jvmtap.flow.FlowIds;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.flow.Stamp;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads both directions of one connection and pairs responses with requests, in order (RFC 9112 section 9.3). */
final class Http1Dissector implements Dissector {
    private final Opening opening;
    private final FlowSink sink;
    private final Exchanges exchanges;
    private final RequestSide questions;
    private final ResponseSide answers;
    private final MessageReader requests;
    private final MessageReader responses;

    /** @param upgrades what may follow a 101 answer as the bodies of its exchange, by the Upgrade field's value */
    Http1Dissector(Opening opening, FlowSink sink, FlowIds ids, Predicate<String> upgrades) {
        this.opening = opening;
        this.sink = sink;
        this.exchanges = new Exchanges(opening, sink, ids);
        this.questions = new RequestSide(exchanges, sink, opening.tls() ? "https" : "http", upgrades);
        this.answers = new ResponseSide(exchanges, sink, questions);
        this.requests = new MessageReader(questions);
        this.responses = new MessageReader(answers);
    }

    @Override
    public boolean on(Direction direction, ByteBuffer bytes, Stamp at) {
        try {
            reader(direction).read(bytes, at);
            if (answers.upgraded() && questions.goOn()) {
                requests.goOn();
            }
        } catch (NotHttp not) {
            giveUp(direction, at, not.getMessage());
            return false;
        }
        if (answers.tunnel()) {
            giveUp(direction, at, "the connection went over to another protocol");
            return false;
        }
        return true;
    }

    @Override
    public void end(Direction direction, Stamp at) {
        questions.release();
        String missing = reader(direction).end(at);
        stream(direction);
        if (direction == Direction.OUT) {
            exchanges.requestsEnd(missing, at);
        } else {
            exchanges.responsesEnd(missing, at);
        }
    }

    @Override
    public void closed(Stamp at, @Nullable Fault fault) {
        questions.release();
        if (fault == null && answers.upgraded()) {
            end(Direction.OUT, at);
            end(Direction.IN, at);
            return;
        }
        String request = requests.missing();
        String response = responses.missing();
        stream(Direction.OUT);
        stream(Direction.IN);
        if (fault == null) {
            exchanges.requestsEnd(request, at);
            exchanges.responsesEnd(response, at);
        } else {
            exchanges.endAll(at, fault);
        }
    }

    private MessageReader reader(Direction direction) {
        return direction == Direction.OUT ? requests : responses;
    }

    /** @param last the direction whose bytes the caller goes on with: what was kept of it comes right before them */
    private void giveUp(Direction last, Stamp at, @Nullable String detail) {
        questions.release();
        exchanges.endAll(at, new Fault(Fault.Code.NOT_OF_PROTOCOL, Fault.Scope.EXCHANGE, String.valueOf(detail)));
        stream(last.opposite());
        stream(last);
    }

    /** Tells as a stream what a reader took and could make nothing of. */
    private void stream(Direction direction) {
        LineBuffer untold = reader(direction).untold();
        for (int from = 0; from < untold.length(); from += MAX_PIECE) {
            int to = Math.min(untold.length(), from + MAX_PIECE);
            byte[] piece = Arrays.copyOfRange(untold.bytes(), from, to);
            sink.emit(new Segment(opening.connection(), untold.since(), direction, piece));
        }
        untold.clear();
    }
}
