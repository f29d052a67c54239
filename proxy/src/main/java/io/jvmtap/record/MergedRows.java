package io.jvmtap.record;

import io.jvmtap.query.LogRow;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the rows of several tables into one order of time, page by page, forwards or backwards. Each table must give its
 * rows in that order itself; it does, since numbers are given out in time.
 */
final class MergedRows {
    /** Rows fetched at a time: a page is one short transaction of some milliseconds. */
    static final int PAGE = 500;

    /** Fetches the rows that follow a number, in the direction of the merge. */
    interface Source {
        List<? extends LogRow> next(long number, int most) throws SQLException;
    }

    private static final class Head {
        private final Source source;
        private final Deque<LogRow> page = new ArrayDeque<>();
        private long number;
        private boolean dry;

        Head(Source source, long number) {
            this.source = source;
            this.number = number;
        }

        @Nullable
        LogRow peek(int most) throws SQLException {
            if (page.isEmpty() && !dry) {
                List<? extends LogRow> rows = source.next(number, most);
                dry = rows.size() < most;
                page.addAll(rows);
                if (!rows.isEmpty()) {
                    number = rows.get(rows.size() - 1).number();
                }
            }
            return page.peek();
        }
    }

    private final List<Head> heads = new ArrayList<>();
    private final boolean forwards;
    private final int most;

    /** @param most rows that will be asked for, if that is known to be less than a page */
    MergedRows(boolean forwards, int most, Source... sources) {
        this.forwards = forwards;
        this.most = Math.min(most, PAGE);
        for (Source source : sources) {
            heads.add(new Head(source, forwards ? 0 : Long.MAX_VALUE));
        }
    }

    /** Null at the end. */
    @Nullable
    LogRow next() throws SQLException {
        Head best = null;
        LogRow bestRow = null;
        for (Head head : heads) {
            LogRow row = head.peek(most);
            if (row != null && (bestRow == null || before(row, bestRow))) {
                best = head;
                bestRow = row;
            }
        }
        return best == null ? null : best.page.remove();
    }

    private boolean before(LogRow a, LogRow b) {
        int order = Long.compare(a.started().epochMicros(), b.started().epochMicros());
        return forwards ? order < 0 : order > 0;
    }
}
