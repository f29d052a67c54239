package io.jvmtap.query;

import io.jvmtap.flow.Cause;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.Stamp;
import io.jvmtap.grpc.GrpcStatus;
import org.jspecify.annotations.Nullable;

/**
 * One exchange, as the log shows it.
 *
 * @param protocol short lower-case name, such as {@code http/1.1}
 * @param method null until the request's head was seen; scheme, target and version likewise
 * @param host the host that the request asks for; before that is known, the connection's
 * @param status null until the final answer's head was seen; reason and response version likewise
 * @param grpc how a call of gRPC ended; null where it is none, or has not ended
 * @param request sizes of the request
 * @param response sizes of the response
 * @param lostBytes body bytes that were seen but could not be recorded
 * @param messages how many were seen within its bodies, of WebSocket, server-sent events or gRPC
 * @param fault what ended it early
 */
public record ExchangeRow(
        long number,
        long connection,
        Stamp started,
        String protocol,
        Timeline timeline,
        @Nullable String method,
        @Nullable String scheme,
        String host,
        int port,
        @Nullable String target,
        @Nullable String requestVersion,
        @Nullable Integer status,
        @Nullable String reason,
        @Nullable String responseVersion,
        @Nullable GrpcStatus grpc,
        Size request,
        Size response,
        long lostBytes,
        long messages,
        @Nullable Fault fault,
        Cause cause)
        implements LogRow {

    /**
     * Moments in nanoseconds after the exchange's start, by the monotonic clock; -1 where it has not come (yet).
     *
     * @param requestHead the request's head is complete
     * @param requestEnd the request is complete
     * @param responseHead the final answer's head is complete
     * @param responseEnd the answer is complete
     * @param ended the exchange is over, in whatever way
     */
    public record Timeline(long requestHead, long requestEnd, long responseHead, long responseEnd, long ended) {}

    /**
     * @param body bytes of the body, framing removed, codings kept
     * @param wire bytes of the whole message after TLS; -1 until it is complete
     * @param cut bytes at the end of the body that were not recorded, for they were beyond the limit
     */
    public record Size(long body, long wire, long cut) {}

    @Override
    public String id() {
        return Long.toString(number);
    }

    @Override
    public boolean ended() {
        return timeline.ended() >= 0;
    }

    /** Whether it became a WebSocket, over HTTP/1.1 (RFC 6455) or HTTP/2 (RFC 8441): its bodies are messages only. */
    public boolean webSocket() {
        return messages > 0 && grpc == null && (status != null && status == 101 || "CONNECT".equals(method));
    }

    /** The same with another target. */
    public ExchangeRow withTarget(String other) {
        return new ExchangeRow(
                number,
                connection,
                started,
                protocol,
                timeline,
                method,
                scheme,
                host,
                port,
                other,
                requestVersion,
                status,
                reason,
                responseVersion,
                grpc,
                request,
                response,
                lostBytes,
                messages,
                fault,
                cause);
    }

    /** Scheme, authority and target as one URL; the default port (RFC 9110 section 4.2) is left out. */
    public String url() {
        String path = target == null ? "/" : target;
        if (path.contains("://") && !path.startsWith("/")) {
            return path;
        }
        String known = scheme == null ? "https" : scheme;
        return known + "://" + authority(known) + (path.startsWith("/") ? path : "/" + path);
    }

    /** Host, with the port where it is not the scheme's own. */
    public String authority() {
        return authority(scheme == null ? "https" : scheme);
    }

    private String authority(String scheme) {
        boolean usual = port == 0 || port == (scheme.equals("http") ? 80 : 443);
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return usual ? name : name + ":" + port;
    }
}
