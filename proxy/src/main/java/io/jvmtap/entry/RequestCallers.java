package io.jvmtap.entry;

import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowSink;
import io.jvmtap.flow.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who sent each request of one connection. The agent says "the bytes from here on are mine" on its control
 * connection, before it writes them; the requests come on the connection itself. Both count the program's bytes, so it
 * does not matter which of the two is here first:
 *
 * <pre>
 * bytes   0        310      620                 900
 * calls   |A       |B       |C
 * requests  1        2        3         4 (sent along with 3: C's too)
 * </pre>
 *
 * A request belongs to the last call at or before it. One that follows another request without a call between them may
 * have a call that is still on its way, so it waits for the next call, or for its own end.
 *
 * <p>TLS of other makers than the JDK's reports only when it wrote, not at which of the program's bytes; then moments,
 * which are one machine's, take the place of offsets. Safe for use by many threads.
 */
public final class RequestCallers {
    /** Calls and requests that are remembered of a connection: more than a connection has streams at once. */
    private static final int REMEMBERED = 256;

    /** Who sends, from some byte or moment on; no frames where the agent did not take any. */
    private record Call(Stamp at, String thread, List<String> frames) {}

    private static final class Request {
        final long exchange;
        final long place;
        long told = -1;

        Request(long exchange, long place) {
            this.exchange = exchange;
            this.place = place;
        }
    }

    /** Calls and requests on one scale. */
    private final class Scale {
        final TreeMap<Long, Call> calls = new TreeMap<>();
        final List<Request> requests = new ArrayList<>();

        void called(long place, Call call) {
            calls.put(place, call);
            if (calls.size() > REMEMBERED) {
                calls.pollFirstEntry();
            }
            requests.forEach(this::tell);
        }

        void started(long exchange, long place) {
            long before = requests.isEmpty() ? -1 : requests.get(requests.size() - 1).place;
            Request request = new Request(exchange, place);
            requests.add(request);
            if (requests.size() > REMEMBERED) {
                requests.remove(0);
            }
            Long latest = calls.floorKey(place);
            if (latest != null && latest > before) {
                tell(request);
            }
        }

        void ended(long exchange) {
            for (Request request : requests) {
                if (request.exchange == exchange) {
                    tell(request);
                }
            }
        }

        private void tell(Request request) {
            Map.Entry<Long, Call> call = calls.floorEntry(request.place);
            if (call == null || call.getKey() <= request.told) {
                return;
            }
            request.told = call.getKey();
            Call who = call.getValue();
            if (!who.frames().isEmpty()) {
                sink.emit(new FlowEvent.ExchangeCaller(request.exchange, who.at(), who.thread(), who.frames()));
            }
        }
    }

    private final FlowSink sink;
    private final Scale plain = new Scale();
    private final Scale tls = new Scale();
    private final Scale moments = new Scale();

    RequestCallers(FlowSink sink) {
        this.sink = sink;
    }

    /**
     * A request started or ended, after its event was emitted.
     *
     * @param encrypted whether it came in TLS
     * @param offset of its start, among the program's bytes within that TLS, or since the connection began
     */
    public synchronized void on(FlowEvent.OfExchange event, boolean encrypted, long offset) {
        if (event instanceof FlowEvent.ExchangeStarted) {
            (encrypted ? tls : plain).started(event.exchange(), offset);
            if (encrypted && tls.calls.isEmpty()) {
                moments.started(event.exchange(), event.at().epochMicros());
            }
        } else if (event instanceof FlowEvent.ExchangeEnded) {
            plain.ended(event.exchange());
            tls.ended(event.exchange());
            moments.ended(event.exchange());
        }
    }

    /** A CALLER frame. */
    synchronized void called(@Nullable Long offset, boolean encrypted, Stamp at, String thread, List<String> frames) {
        Call call = new Call(at, thread, frames);
        if (offset != null) {
            (encrypted ? tls : plain).called(offset, call);
        }
        if (!encrypted && tls.calls.isEmpty()) {
            moments.called(at.epochMicros(), call);
        }
    }
}
