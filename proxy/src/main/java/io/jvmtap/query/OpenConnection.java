package io.jvmtap.query;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.Stamp;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A connection while its events come in. Used by one thread. */
public final class OpenConnection {
    private final FlowEvent.ConnectionOpened opened;
    private @Nullable InetAddress upstream;
    private int upstreamPort;
    private long upstreamAfter = -1;
    private long closedAfter = -1;
    private long bytesOut;
    private long bytesIn;
    private long exchanges;
    private long segmentsOut;
    private long segmentsIn;
    private long cutBytes;
    private long lostBytes;
    private boolean opaque;
    private @Nullable Fault fault;

    public OpenConnection(FlowEvent.ConnectionOpened opened) {
        this.opened = opened;
    }

    public void on(FlowEvent.UpstreamConnected event) {
        upstream = event.address();
        upstreamPort = event.port();
        upstreamAfter = after(event.at());
    }

    public void on(FlowEvent.UpstreamFailed event) {
        upstreamAfter = after(event.at());
        blame(event.fault());
    }

    public void on(FlowEvent.Handshake event) {
        blame(event.fault());
    }

    public void on(FlowEvent.ExchangeStarted event) {
        exchanges++;
    }

    public void on(FlowEvent.Segment event) {
        opaque = true;
        if (event.direction() == Direction.OUT) {
            bytesOut += event.bytes().length;
            segmentsOut += event.bytes().length;
        } else {
            bytesIn += event.bytes().length;
            segmentsIn += event.bytes().length;
        }
    }

    public void on(FlowEvent.ConnectionClosed event) {
        closedAfter = after(event.at());
        bytesOut = event.bytesOut();
        bytesIn = event.bytesIn();
        blame(event.fault());
    }

    /** Bytes of a segment that was seen could not be recorded. */
    public void lost(long bytes) {
        lostBytes += bytes;
    }

    /** Bytes of opaque segments so far, recorded or not. */
    public long segments(Direction direction) {
        return direction == Direction.OUT ? segmentsOut : segmentsIn;
    }

    /** Bytes of a segment that was seen are beyond the limit of what is recorded. */
    public void cut(long bytes) {
        cutBytes += bytes;
    }

    public FlowEvent.ConnectionOpened opened() {
        return opened;
    }

    public @Nullable InetAddress upstream() {
        return upstream;
    }

    public int upstreamPort() {
        return upstreamPort;
    }

    /** Nanoseconds from the opening until the dial had an outcome, -1 before. */
    public long upstreamAfter() {
        return upstreamAfter;
    }

    public long lostBytes() {
        return lostBytes;
    }

    public ConnectionRow row() {
        return new ConnectionRow(
                opened.connection(),
                opened.at(),
                opened.destination().host(),
                opened.destination().port(),
                opened.cause(),
                closedAfter,
                bytesOut,
                bytesIn,
                exchanges,
                opaque,
                cutBytes,
                fault);
    }

    /** The first fault is the cause; those after it are its consequences. */
    private void blame(@Nullable Fault next) {
        if (fault == null) {
            fault = next;
        }
    }

    private long after(Stamp moment) {
        return Math.max(0, moment.nanos() - opened.at().nanos());
    }
}
