package io.jvmtap.record;

import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.Header;
import java.util.List;

/** About how many bytes of heap an event holds on to while it waits. */
final class EventWeight implements FlowEvent.Visitor<Integer> {
    /** An event, its stamp and its place in the queue. */
    private static final int SMALL = 128;
    /** A header with its two strings. */
    private static final int HEADER = 136;
    /** Lists of addresses, frames or hooks, rounded up. */
    private static final int LISTS = 4_096;

    @Override
    public Integer bodyChunk(FlowEvent.BodyChunk event) {
        return SMALL + event.bytes().length;
    }

    @Override
    public Integer segment(FlowEvent.Segment event) {
        return SMALL + event.bytes().length;
    }

    @Override
    public Integer requestHead(FlowEvent.RequestHead event) {
        return SMALL + event.target().length() + headers(event.headers());
    }

    @Override
    public Integer interimHead(FlowEvent.InterimHead event) {
        return SMALL + headers(event.headers());
    }

    @Override
    public Integer responseHead(FlowEvent.ResponseHead event) {
        return SMALL + headers(event.headers());
    }

    @Override
    public Integer messageSeen(FlowEvent.MessageSeen event) {
        return SMALL + event.detail().length();
    }

    @Override
    public Integer trailers(FlowEvent.Trailers event) {
        return SMALL + headers(event.trailers());
    }

    @Override
    public Integer handshake(FlowEvent.Handshake event) {
        int weight = SMALL;
        if (event.session() != null) {
            for (byte[] certificate : event.session().chain()) {
                weight += certificate.length;
            }
        }
        return weight;
    }

    @Override
    public Integer tlsOffered(FlowEvent.TlsOffered event) {
        return LISTS;
    }

    @Override
    public Integer connectionOpened(FlowEvent.ConnectionOpened event) {
        return LISTS;
    }

    @Override
    public Integer lookedUp(FlowEvent.LookedUp event) {
        return LISTS;
    }

    @Override
    public Integer exchangeCaller(FlowEvent.ExchangeCaller event) {
        return LISTS;
    }

    @Override
    public Integer coverage(FlowEvent.Coverage event) {
        return LISTS;
    }

    @Override
    public Integer programStarted(FlowEvent.ProgramStarted event) {
        return LISTS;
    }

    @Override
    public Integer programEnded(FlowEvent.ProgramEnded event) {
        return SMALL;
    }

    @Override
    public Integer bypassed(FlowEvent.Bypassed event) {
        return SMALL;
    }

    @Override
    public Integer upstreamConnected(FlowEvent.UpstreamConnected event) {
        return SMALL;
    }

    @Override
    public Integer upstreamFailed(FlowEvent.UpstreamFailed event) {
        return SMALL;
    }

    @Override
    public Integer trustJudged(FlowEvent.TrustJudged event) {
        return SMALL;
    }

    @Override
    public Integer connectionClosed(FlowEvent.ConnectionClosed event) {
        return SMALL;
    }

    @Override
    public Integer exchangeStarted(FlowEvent.ExchangeStarted event) {
        return SMALL;
    }

    @Override
    public Integer bodyEnded(FlowEvent.BodyEnded event) {
        return SMALL;
    }

    @Override
    public Integer exchangeEnded(FlowEvent.ExchangeEnded event) {
        return SMALL;
    }

    private static int headers(List<Header> headers) {
        int weight = 0;
        for (Header header : headers) {
            weight += HEADER + header.name().length() + header.value().length();
        }
        return weight;
    }
}
