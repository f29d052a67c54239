package io.jvmtap.query.filter;

import io.jvmtap.flow.Cause;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Header;
import io.jvmtap.query.BypassRow;
import io.jvmtap.query.ConnectionDetail;
import io.jvmtap.query.ConnectionRow;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.FlowContents;
import io.jvmtap.query.Heads;
import io.jvmtap.query.LogRow;
import io.jvmtap.query.Lookup;
import io.jvmtap.query.MediaType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The texts of one row. */
final class FlowTexts {
    private final LogRow row;
    private final FlowContents contents;
    private final Cause cause;
    private @Nullable Heads heads;
    private @Nullable ConnectionDetail connection;
    private boolean connectionAsked;

    FlowTexts(LogRow row, FlowContents contents) {
        this.row = row;
        this.contents = contents;
        cause = row instanceof ExchangeRow exchange
                ? exchange.cause()
                : row instanceof ConnectionRow connection ? connection.cause() : Cause.UNKNOWN;
    }

    List<String> of(TextField field) throws IOException {
        return switch (field) {
            case URL, METHOD, SCHEME, TARGET, PROTOCOL, GRPC ->
                row instanceof ExchangeRow exchange ? line(exchange, field) : List.of();
            case HOST -> List.of(host());
            case HEADERS, REQUEST_HEADERS, RESPONSE_HEADERS, REQUEST_HEADER_NAME, RESPONSE_HEADER_NAME ->
                headers(field);
            case TYPE, REQUEST_TYPE, RESPONSE_TYPE -> types(field);
            case MIME_TYPE -> mimeType();
            case RESOURCE_TYPE ->
                row instanceof ExchangeRow exchange && exchange.status() != null
                        ? List.of(ResourceTypes.of(exchange.status(), responseType()))
                        : List.of();
            case SET_COOKIE, SET_COOKIE_NAME, SET_COOKIE_VALUE, SET_COOKIE_DOMAIN ->
                Cookies.set(field, heads().response());
            case COOKIE_NAME, COOKIE_VALUE -> Cookies.sent(field, heads().request());
            case SOURCE -> row instanceof BypassRow ? List.of() : List.of("127.0.0.1");
            case DESTINATION -> destination();
            case LOOKUP -> lookup();
            case CALLER -> cause.frames().isEmpty() ? List.of() : List.of(String.join("\n", cause.frames()));
            case THREAD -> some(row instanceof BypassRow bypass ? bypass.thread() : cause.thread());
            case ROUTE -> some(cause.route());
            case COMMENT -> some(contents.note(row).comment());
            case MARKER -> some(contents.note(row).mark());
            case META -> meta();
            case BODY, REQUEST_BODY, RESPONSE_BODY -> throw new IllegalArgumentException("bodies are no texts");
        };
    }

    /** Bodies are searched piece by piece. */
    boolean foundInBodies(TextField field, Regex regex) throws IOException {
        return field != TextField.RESPONSE_BODY && found(Direction.OUT, regex)
                || field != TextField.REQUEST_BODY && found(Direction.IN, regex);
    }

    private boolean found(Direction direction, Regex regex) throws IOException {
        if (row instanceof ExchangeRow exchange) {
            boolean out = direction == Direction.OUT;
            if ((out ? exchange.request() : exchange.response()).body() == 0) {
                return false;
            }
            List<Header> head = out ? heads().request() : heads().response();
            return BodySearch.found(regex, contents.body(exchange, direction), head);
        }
        return row instanceof ConnectionRow stream
                && stream.opaque()
                && BodySearch.found(regex, contents.stream(stream, direction), List.of());
    }

    private List<String> line(ExchangeRow exchange, TextField field) throws IOException {
        return switch (field) {
            case URL -> List.of(exchange.url());
            case METHOD -> some(exchange.method());
            case SCHEME -> some(exchange.scheme());
            case TARGET -> some(exchange.target());
            case PROTOCOL -> List.of(exchange.protocol());
            default -> grpc(exchange);
        };
    }

    private List<String> grpc(ExchangeRow exchange) throws IOException {
        String type = Heads.first(heads().request(), "content-type");
        String target = exchange.target();
        boolean call = type != null && MediaType.of(type).name().startsWith("application/grpc");
        return call && target != null ? List.of(target.substring(target.startsWith("/") ? 1 : 0)) : List.of();
    }

    private String host() {
        if (row instanceof ExchangeRow exchange) {
            return exchange.host();
        }
        return row instanceof ConnectionRow connected ? connected.host() : ((BypassRow) row).host();
    }

    private List<String> headers(TextField field) throws IOException {
        return switch (field) {
            case REQUEST_HEADERS -> lines(heads().request());
            case RESPONSE_HEADERS -> lines(heads().response());
            case REQUEST_HEADER_NAME ->
                heads().request().stream().map(Header::name).toList();
            case RESPONSE_HEADER_NAME ->
                heads().response().stream().map(Header::name).toList();
            default -> both(lines(heads().request()), lines(heads().response()));
        };
    }

    private static List<String> lines(List<Header> section) {
        return section.isEmpty()
                ? List.of()
                : List.of(
                        String.join("\n", section.stream().map(Header::toString).toList()));
    }

    private List<String> types(TextField field) throws IOException {
        List<String> request = some(Heads.first(heads().request(), "content-type"));
        List<String> response = some(Heads.first(heads().response(), "content-type"));
        return field == TextField.REQUEST_TYPE
                ? request
                : field == TextField.RESPONSE_TYPE ? response : both(request, response);
    }

    private List<String> mimeType() throws IOException {
        return some(responseType().name());
    }

    private MediaType responseType() throws IOException {
        return MediaType.of(Heads.first(heads().response(), "content-type"));
    }

    private List<String> destination() throws IOException {
        ConnectionDetail detail = connection();
        return detail == null || detail.upstreamAddress() == null
                ? List.of()
                : List.of(detail.upstreamAddress() + ":" + detail.upstreamPort());
    }

    private List<String> lookup() throws IOException {
        ConnectionDetail detail = connection();
        Lookup lookup = detail == null ? null : detail.lookup();
        if (lookup == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(List.of(lookup.name()));
        texts.addAll(lookup.original());
        texts.addAll(some(lookup.failure()));
        return texts;
    }

    private List<String> meta() {
        if (row instanceof BypassRow bypass) {
            return List.of("thread: " + bypass.thread() + "\nreason: " + bypass.reason());
        }
        return List.of("label: " + cause.label() + "\npid: " + cause.pid() + "\nthread: " + cause.thread()
                + (cause.route() == null ? "" : "\nroute: " + cause.route()));
    }

    private Heads heads() throws IOException {
        if (heads == null) {
            heads = row instanceof ExchangeRow exchange ? contents.heads(exchange) : Heads.NONE;
        }
        return heads;
    }

    private @Nullable ConnectionDetail connection() throws IOException {
        if (!connectionAsked && !(row instanceof BypassRow)) {
            connectionAsked = true;
            connection =
                    contents.connection(row instanceof ExchangeRow exchange ? exchange.connection() : row.number());
        }
        return connection;
    }

    private static List<String> some(@Nullable String text) {
        return text == null || text.isEmpty() ? List.of() : List.of(text);
    }

    private static List<String> both(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
