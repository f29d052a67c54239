package io.jvmtap.query.filter;

import io.jvmtap.query.BypassRow;
import io.jvmtap.query.ConnectionRow;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.FlowContents;
import io.jvmtap.query.LogRow;
import io.jvmtap.query.RowFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Says whether an expression holds for one row. What lies behind the row is fetched once, and only if need be. */
final class Judge implements Filter.Visitor<Boolean> {
    private final LogRow row;
    private final FlowTexts texts;

    Judge(LogRow row, FlowContents contents) {
        this.row = row;
        this.texts = new FlowTexts(row, contents);
    }

    @Override
    public Boolean all(Filter.All filter) {
        // What reads bodies comes last, whatever the order.
        return filter.parts().stream().filter(part -> !part.readsBodies()).allMatch(part -> part.accept(this))
                && filter.parts().stream().filter(Filter::readsBodies).allMatch(part -> part.accept(this));
    }

    @Override
    public Boolean any(Filter.Any filter) {
        return filter.parts().stream().filter(part -> !part.readsBodies()).anyMatch(part -> part.accept(this))
                || filter.parts().stream().filter(Filter::readsBodies).anyMatch(part -> part.accept(this));
    }

    @Override
    public Boolean not(Filter.Not filter) {
        return !filter.part().accept(this);
    }

    @Override
    public Boolean matches(Filter.Matches filter) {
        try {
            if (filter.field().inBodies()) {
                return texts.foundInBodies(filter.field(), filter.regex());
            }
            for (String text : texts.of(filter.field())) {
                if (filter.regex().find(text)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Boolean compares(Filter.Compares filter) {
        long number = number(filter.field());
        return number >= 0 && filter.comparison().holds(number, filter.value());
    }

    /** Negative where the row has no such number. */
    private long number(NumberField field) {
        if (row instanceof ExchangeRow exchange) {
            return switch (field) {
                case STATUS -> exchange.status() == null ? -1 : exchange.status();
                case PID -> exchange.cause().pid();
                case DURATION -> exchange.timeline().ended();
                case SIZE -> exchange.request().body() + exchange.response().body();
                case RESPONSE_SIZE -> exchange.response().body();
                case PORT -> exchange.port();
            };
        }
        if (row instanceof ConnectionRow connection) {
            return switch (field) {
                case STATUS -> -1;
                case PID -> connection.cause().pid();
                case DURATION -> connection.closedAfter();
                case SIZE -> connection.bytesOut() + connection.bytesIn();
                case RESPONSE_SIZE -> connection.bytesIn();
                case PORT -> connection.port();
            };
        }
        return field == NumberField.PORT ? ((BypassRow) row).port() : -1;
    }

    @Override
    public Boolean is(Filter.Is filter) {
        return switch (filter.kind()) {
            case ALL -> true;
            case NONE -> false;
            case EXCHANGE -> row instanceof ExchangeRow;
            case CONNECTION -> row instanceof ConnectionRow;
            case BYPASS -> row instanceof BypassRow;
            case RUNNING -> !row.ended();
            case FAILED ->
                row instanceof ExchangeRow exchange && exchange.fault() != null
                        || row instanceof ConnectionRow connection && connection.fault() != null;
            case UNANSWERED ->
                row instanceof ExchangeRow exchange && exchange.method() != null && exchange.status() == null;
            case ANSWERED -> row instanceof ExchangeRow exchange && exchange.status() != null;
            case ASSET -> resource("asset");
            case MARKED -> marked();
            case WEBSOCKET -> row instanceof ExchangeRow && resource("websocket");
        };
    }

    private boolean marked() {
        try {
            return !texts.of(TextField.MARKER).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean resource(String type) {
        try {
            return texts.of(TextField.RESOURCE_TYPE).stream()
                    .anyMatch(each -> each.equals(type) || type.equals("asset") && ResourceTypes.ASSETS.contains(each));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Boolean word(Filter.Word filter) {
        String text = RowFilter.text(row);
        if (text.toLowerCase(Locale.ROOT).contains(filter.word().toLowerCase(Locale.ROOT))) {
            return true;
        }
        return filter.regex().find(row instanceof ExchangeRow exchange ? exchange.url() : text);
    }
}
