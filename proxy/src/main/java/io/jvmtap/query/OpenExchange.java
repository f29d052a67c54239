package io.jvmtap.query;

import io.jvmtap.flow.Cause;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.Stamp;
import io.jvmtap.grpc.GrpcStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exchange while its events come in. Used by one thread. */
public final class OpenExchange {
    private final FlowEvent.ExchangeStarted started;
    private Cause cause;
    private String host;
    private int port;
    private Heads heads = Heads.NONE;
    private boolean headsChanged;
    private FlowEvent.@Nullable RequestHead request;
    private FlowEvent.@Nullable ResponseHead response;
    private long requestHeadAfter = -1;
    private long requestEndAfter = -1;
    private long responseHeadAfter = -1;
    private long responseEndAfter = -1;
    private long endedAfter = -1;
    private long bodyOut;
    private long bodyIn;
    private long wireOut = -1;
    private long wireIn = -1;
    private long cutOut;
    private long cutIn;
    private long lostBytes;
    private long messages;
    private @Nullable Fault fault;

    /** @param connection the connection it runs on, null where its opening was not seen */
    public OpenExchange(FlowEvent.ExchangeStarted started, @Nullable OpenConnection connection) {
        this.started = started;
        cause = connection == null ? Cause.UNKNOWN : connection.opened().cause();
        host = connection == null ? "" : connection.opened().destination().host();
        port = connection == null ? 0 : connection.opened().destination().port();
    }

    public void on(FlowEvent.ExchangeCaller event) {
        cause = new Cause(cause.pid(), event.thread(), event.frames(), cause.label(), cause.route());
    }

    public void on(FlowEvent.RequestHead event) {
        request = event;
        change(new Heads(
                event.headers(),
                heads.requestTrailers(),
                heads.interims(),
                heads.response(),
                heads.responseTrailers()));
        requestHeadAfter = after(event.at());
        Authority named = Authority.of(event.target(), event.headers());
        if (named != null) {
            host = named.host();
            port = named.port() != 0 ? named.port() : event.scheme().equals("http") ? 80 : 443;
        }
    }

    public void on(FlowEvent.InterimHead event) {
        List<Heads.Interim> interims = new ArrayList<>(heads.interims());
        interims.add(new Heads.Interim(event.status(), event.reason(), event.headers()));
        change(new Heads(
                heads.request(), heads.requestTrailers(), interims, heads.response(), heads.responseTrailers()));
    }

    public void on(FlowEvent.Trailers event) {
        boolean out = event.direction() == Direction.OUT;
        change(new Heads(
                heads.request(),
                out ? event.trailers() : heads.requestTrailers(),
                heads.interims(),
                heads.response(),
                out ? heads.responseTrailers() : event.trailers()));
    }

    public void on(FlowEvent.ResponseHead event) {
        response = event;
        change(new Heads(
                heads.request(), heads.requestTrailers(), heads.interims(), event.headers(), heads.responseTrailers()));
        responseHeadAfter = after(event.at());
    }

    public void on(FlowEvent.BodyChunk event) {
        if (event.direction() == Direction.OUT) {
            bodyOut += event.bytes().length;
        } else {
            bodyIn += event.bytes().length;
        }
    }

    public void on(FlowEvent.MessageSeen event) {
        messages++;
    }

    public void on(FlowEvent.BodyEnded event) {
        if (event.direction() == Direction.OUT) {
            requestEndAfter = after(event.at());
            wireOut = event.wireBytes();
        } else {
            responseEndAfter = after(event.at());
            wireIn = event.wireBytes();
        }
    }

    public void on(FlowEvent.ExchangeEnded event) {
        endedAfter = after(event.at());
        fault = event.fault();
    }

    /** Bytes of a chunk that was seen could not be recorded. */
    public void lost(long bytes) {
        lostBytes += bytes;
    }

    /** How many were seen within the bodies so far. */
    public long messages() {
        return messages;
    }

    /** Bytes of the body so far, recorded or not. */
    public long body(Direction direction) {
        return direction == Direction.OUT ? bodyOut : bodyIn;
    }

    /** Bytes of a chunk that was seen are beyond the limit of what is recorded. */
    public void cut(Direction direction, long bytes) {
        if (direction == Direction.OUT) {
            cutOut += bytes;
        } else {
            cutIn += bytes;
        }
    }

    public Heads heads() {
        return heads;
    }

    /** Whether header sections came since the last {@link #headsWritten}. */
    public boolean headsChanged() {
        return headsChanged;
    }

    public void headsWritten() {
        headsChanged = false;
    }

    public long number() {
        return started.exchange();
    }

    public boolean ended() {
        return endedAfter >= 0;
    }

    public Stamp started() {
        return started.at();
    }

    public ExchangeRow row() {
        FlowEvent.RequestHead asked = request;
        FlowEvent.ResponseHead answered = response;
        return new ExchangeRow(
                started.exchange(),
                started.connection(),
                started.at(),
                started.protocol(),
                new ExchangeRow.Timeline(
                        requestHeadAfter, requestEndAfter, responseHeadAfter, responseEndAfter, endedAfter),
                asked == null ? null : asked.method(),
                asked == null ? null : asked.scheme(),
                host,
                port,
                asked == null ? null : asked.target(),
                asked == null ? null : asked.version(),
                answered == null ? null : (Integer) answered.status(),
                answered == null ? null : answered.reason(),
                answered == null ? null : answered.version(),
                GrpcStatus.of(heads.response(), heads.responseTrailers()),
                new ExchangeRow.Size(bodyOut, wireOut, cutOut),
                new ExchangeRow.Size(bodyIn, wireIn, cutIn),
                lostBytes,
                messages,
                fault,
                cause);
    }

    private void change(Heads more) {
        heads = more;
        headsChanged = true;
    }

    private long after(Stamp moment) {
        return Math.max(0, moment.nanos() - started.at().nanos());
    }
}
