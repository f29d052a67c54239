package io.jvmtap.record;

import io.jvmtap.query.RowFilter;
import io.jvmtap.query.filter.Comparison;
import io.jvmtap.query.filter.Filter;
import io.jvmtap.query.filter.Kind;
import io.jvmtap.query.filter.NumberField;
import io.jvmtap.query.filter.Regex;
import io.jvmtap.query.filter.TextField;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What SQL can say of a filter: a condition that every row meets which the filter lets through. The rows found are then put
 * to the filter itself, so a condition may let too many through, and where SQL has no answer it lets all of them.
 */
final class FilterSql implements Filter.Visitor<FilterSql.Condition> {
    /** Beyond so many hosts the table is read in its own order rather than host by host. */
    private static final int MOST_HOSTS = 64;
    /** A capture of more hosts than this is not asked for all of them first. */
    private static final int MOST_KNOWN = 20_000;
    /** Hops from one host to the next in the index, so it costs as much as there are hosts, not exchanges. */
    private static final String HOSTS = "WITH RECURSIVE h (host) AS (SELECT min(host) FROM exchanges UNION ALL"
            + " SELECT (SELECT min(host) FROM exchanges WHERE host > h.host) FROM h WHERE h.host IS NOT NULL)"
            + " SELECT host FROM h WHERE host IS NOT NULL LIMIT " + (MOST_KNOWN + 1);

    /** @param exact whether it is met by those rows only which the filter lets through */
    record Condition(String sql, boolean exact, List<Object> values) {
        static final Condition ANYTHING = new Condition("1", false, List.of());

        Condition {
            values = List.copyOf(values);
        }

        Condition within(String other) {
            return new Condition(other + " AND " + sql, exact, values);
        }

        static Condition exactly(String sql, Object... values) {
            // NULL, "who knows", would stay NULL when it is negated.
            return new Condition("coalesce(" + sql + ", 0)", true, List.of(values));
        }
    }

    /**
     * A filter in terms of the exchanges.
     *
     * @param hosts the only hosts it lets through, to be looked up in their index; null where that does not pay
     */
    record Search(Condition condition, @Nullable List<String> hosts) {
        static final Search ALL = new Search(Condition.ANYTHING, null);
    }

    /** The condition of the index that knows what went wrong, as the schema has it. */
    private static final String WRONG = "(e.status >= 400 OR e.fault_code IS NOT NULL)";

    private final Connection database;
    private @Nullable List<String> known;
    private boolean asked;

    private FilterSql(Connection database) {
        this.database = database;
    }

    static Search of(Connection database, RowFilter filter) throws SQLException {
        if (!(filter instanceof Filter expression)) {
            return Search.ALL;
        }
        FilterSql compiler = new FilterSql(database);
        try {
            Condition condition = expression.accept(compiler);
            return new Search(wrongOnly(expression) ? condition.within(WRONG) : condition, compiler.hosts(expression));
        } catch (EventRows.Failure e) {
            throw e.reason();
        }
    }

    /** Whether nothing but failures can meet it. */
    private static boolean wrongOnly(Filter filter) {
        if (filter instanceof Filter.All all) {
            return all.parts().stream().anyMatch(FilterSql::wrongOnly);
        }
        if (filter instanceof Filter.Any any) {
            return any.parts().stream().allMatch(FilterSql::wrongOnly);
        }
        if (filter instanceof Filter.Is is) {
            return is.kind() == Kind.FAILED;
        }
        return filter instanceof Filter.Compares status
                && status.field() == NumberField.STATUS
                && status.value() >= 400
                && status.comparison().compareTo(Comparison.EQUAL) >= 0;
    }

    /** The hosts that a part which must hold lets through. */
    private @Nullable List<String> hosts(Filter filter) {
        List<Filter> parts = filter instanceof Filter.All all ? all.parts() : List.of(filter);
        for (Filter part : parts) {
            if (part instanceof Filter.Matches matches && matches.field() == TextField.HOST) {
                List<String> found = matching(matches.regex());
                if (found != null && found.size() <= MOST_HOSTS) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Null where the capture cannot be asked cheaply. */
    private @Nullable List<String> matching(Regex regex) {
        if (!asked) {
            asked = true;
            known = known();
        }
        return known == null ? null : known.stream().filter(regex::find).toList();
    }

    private @Nullable List<String> known() {
        List<String> hosts = new ArrayList<>();
        try {
            // Captures of version 1 have no such index.
            if (CaptureDatabase.number(
                            database, "SELECT count(*) FROM main.sqlite_master WHERE name = 'exchanges_host'")
                    == 0) {
                return null;
            }
            try (PreparedStatement statement = database.prepareStatement(HOSTS);
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    hosts.add(rows.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new EventRows.Failure(e);
        }
        return hosts.size() > MOST_KNOWN ? null : hosts;
    }

    @Override
    public Condition all(Filter.All filter) {
        return joined(filter.parts(), " AND ");
    }

    @Override
    public Condition any(Filter.Any filter) {
        return joined(filter.parts(), " OR ");
    }

    private Condition joined(List<Filter> parts, String sign) {
        List<String> sql = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        boolean exact = true;
        for (Filter part : parts) {
            Condition condition = part.accept(this);
            sql.add(condition.sql());
            values.addAll(condition.values());
            exact &= condition.exact();
        }
        return new Condition("(" + String.join(sign, sql) + ")", exact, values);
    }

    @Override
    public Condition not(Filter.Not filter) {
        Condition condition = filter.part().accept(this);
        // Of what lets too many through the opposite lets too few through.
        return condition.exact()
                ? new Condition("NOT " + condition.sql(), true, condition.values())
                : Condition.ANYTHING;
    }

    @Override
    public Condition is(Filter.Is filter) {
        return switch (filter.kind()) {
            case ALL, EXCHANGE -> new Condition("1", true, List.of());
            case NONE, CONNECTION, BYPASS -> new Condition("0", true, List.of());
            case FAILED -> Condition.exactly("e.fault_code IS NOT NULL");
            case UNANSWERED -> Condition.exactly("(e.method IS NOT NULL AND e.status IS NULL)");
            case ANSWERED -> Condition.exactly("e.status IS NOT NULL");
            case RUNNING -> Condition.exactly("e.ended_after IS NULL");
            case MARKED -> Condition.ANYTHING;
            case WEBSOCKET -> new Condition("coalesce(e.status = 101, 0)", false, List.of());
            case ASSET -> new Condition("e.status IS NOT NULL", false, List.of());
        };
    }

    @Override
    public Condition compares(Filter.Compares filter) {
        String column = number(filter.field());
        return Condition.exactly(
                "(" + column + " >= 0 AND " + column + " " + filter.comparison().sign() + " " + filter.value() + ")");
    }

    private static String number(NumberField field) {
        return switch (field) {
            case STATUS -> "e.status";
            case PID -> "coalesce(c.pid, 0)";
            case DURATION -> "e.ended_after";
            case SIZE -> "(e.request_body + e.response_body)";
            case RESPONSE_SIZE -> "e.response_body";
            case PORT -> "e.port";
        };
    }

    @Override
    public Condition matches(Filter.Matches filter) {
        if (filter.field() == TextField.HOST) {
            return hosts(filter.regex());
        }
        return containing(filter.regex().literal(), literal -> columns(filter.field(), literal));
    }

    private Condition hosts(Regex regex) {
        List<String> found = matching(regex);
        if (found != null && found.size() <= MOST_HOSTS) {
            String marks = String.join(", ", java.util.Collections.nCopies(found.size(), "?"));
            return Condition.exactly("e.host IN (" + marks + ")", found.toArray());
        }
        return containing(regex.literal(), literal -> List.of("e.host"));
    }

    @Override
    public Condition word(Filter.Word filter) {
        String literal = filter.regex().literal();
        // It may also be found as it stands, in what the row shows; only a plain word is the same in both ways.
        return filter.word().equals(literal)
                ? containing(
                        literal, piece -> List.of("e.method", "e.status", "e.host", "e.port", "e.target", "e.scheme"))
                : Condition.ANYTHING;
    }

    private static List<String> columns(TextField field, String literal) {
        return switch (field) {
            case URL -> List.of("e.target", "e.host", "e.port", "e.scheme");
            case METHOD -> List.of("e.method");
            case SCHEME -> List.of("e.scheme");
            case TARGET, GRPC -> List.of("e.target");
            case PROTOCOL -> List.of("e.protocol");
            case CALLER -> List.of("coalesce(s.frames, c.frames)");
            case THREAD -> List.of("coalesce(k.thread, c.thread)");
            case ROUTE -> List.of("c.route");
            case REQUEST_HEADERS, REQUEST_HEADER_NAME, REQUEST_TYPE, COOKIE_NAME, COOKIE_VALUE -> List.of("h.request");
            case RESPONSE_HEADERS,
                    RESPONSE_HEADER_NAME,
                    RESPONSE_TYPE,
                    MIME_TYPE,
                    SET_COOKIE,
                    SET_COOKIE_NAME,
                    SET_COOKIE_VALUE,
                    SET_COOKIE_DOMAIN -> List.of("h.response");
            case HEADERS, TYPE -> List.of("h.request", "h.response");
            default -> List.of();
        };
    }

    /** One of the columns contains the longest piece of the literal that no separator or escape can stand in. */
    private static Condition containing(@Nullable String literal, Function<String, List<String>> columns) {
        String piece = literal == null ? "" : piece(literal);
        List<String> names = piece.length() < 2 ? List.of() : columns.apply(piece);
        if (names.isEmpty()) {
            return Condition.ANYTHING;
        }
        List<String> likes = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (String name : names) {
            likes.add("coalesce(" + name + " LIKE ?, 0)");
            values.add("%" + piece + "%");
        }
        String either = "(" + String.join(" OR ", likes) + ")";
        return new Condition(
                names.get(0).startsWith("h.")
                        ? "EXISTS (SELECT 1 FROM heads h WHERE h.exchange = e.id AND " + either + ")"
                        : either,
                false,
                values);
    }

    /** Columns hold parts of a URL, and JSON: what may stand between those, or is written otherwise there, is left out. */
    private static String piece(String literal) {
        String longest = "";
        for (String piece : literal.split("[^A-Za-z0-9.-]")) {
            longest = piece.length() > longest.length() ? piece : longest;
        }
        return longest;
    }
}
