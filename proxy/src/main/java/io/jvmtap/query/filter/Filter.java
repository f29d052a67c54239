package io.jvmtap.query.filter;

import io.jvmtap.query.FlowContents;
import io.jvmtap.query.LogRow;
import io.jvmtap.query.RowFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** An expression, taken apart. Immutable. Testing a row throws {@link RegexOverrun} where a pattern takes too long. */
public sealed interface Filter extends RowFilter {
    /** Lets every row through. */
    Filter EVERYTHING = new Is(Kind.ALL);

    <R> R accept(Visitor<R> visitor);

    @Override
    default boolean test(LogRow row, FlowContents contents) throws IOException {
        try {
            return accept(new Judge(row, contents));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Whether it looks into bodies, which takes long. */
    default boolean readsBodies() {
        return accept(new ReadsBodies());
    }

    /** Every part must hold. */
    record All(List<Filter> parts) implements Filter {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.all(this);
        }
    }

    /** One part must hold. */
    record Any(List<Filter> parts) implements Filter {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.any(this);
        }
    }

    record Not(Filter part) implements Filter {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.not(this);
        }
    }

    /** The pattern is found in one of the texts that the field has. */
    record Matches(TextField field, Regex regex) implements Filter {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.matches(this);
        }
    }

    /** The row has the number, and it compares so. */
    record Compares(NumberField field, Comparison comparison, long value) implements Filter {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.compares(this);
        }
    }

    record Is(Kind kind) implements Filter {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.is(this);
        }
    }

    /** A word by itself: a pattern for the URL, or just a part of what the row shows. */
    record Word(String word, Regex regex) implements Filter {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.word(this);
        }
    }

    /** One method a kind of expression, so that a new one breaks every reader of them at compile time. */
    interface Visitor<R> {
        R all(All filter);

        R any(Any filter);

        R not(Not filter);

        R matches(Matches filter);

        R compares(Compares filter);

        R is(Is filter);

        R word(Word filter);
    }

    /** Looks for a part that reads bodies. */
    final class ReadsBodies implements Visitor<Boolean> {
        private ReadsBodies() {}

        @Override
        public Boolean all(All filter) {
            return filter.parts().stream().anyMatch(Filter::readsBodies);
        }

        @Override
        public Boolean any(Any filter) {
            return filter.parts().stream().anyMatch(Filter::readsBodies);
        }

        @Override
        public Boolean not(Not filter) {
            return filter.part().readsBodies();
        }

        @Override
        public Boolean matches(Matches filter) {
            return filter.field().inBodies();
        }

        @Override
        public Boolean compares(Compares filter) {
            return false;
        }

        @Override
        public Boolean is(Is filter) {
            return false;
        }

        @Override
        public Boolean word(Word filter) {
            return false;
        }
    }
}
