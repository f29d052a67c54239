package io.jvmtap.query.filter;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that cannot run away: it is looked for without regard to case, and given up when it has read a text
 * so often that it must be trying every way to fail ({@code (a+)+b}). Immutable.
 */
public final class Regex {
    /** Characters read in one search before it is given up: half a second or so. */
    private static final long STEPS = 50_000_000;
    /** And so many for each character of the text, which is far more than an honest pattern needs. */
    private static final long STEPS_EACH = 100;

    private final String source;
    private final Pattern pattern;
    private final @Nullable String literal;

    private Regex(String source, Pattern pattern, @Nullable String literal) {
        this.source = source;
        this.pattern = pattern;
        this.literal = literal;
    }

    /** A pattern of {@link Pattern}'s language; its dot and its line ends are those of mitmproxy's filters. */
    static Regex of(String source) throws PatternSyntaxException {
        boolean ascii = source.chars().allMatch(c -> c < 0x80);
        int flags = Pattern.CASE_INSENSITIVE | Pattern.MULTILINE | Pattern.DOTALL;
        return new Regex(
                source,
                // Unicode's rules of case would have "k" match the sign of kelvin, which no database knows of.
                Pattern.compile(source, ascii ? flags : flags | Pattern.UNICODE_CASE),
                // By those rules a literal has more forms than two.
                ascii ? Literals.required(source) : null);
    }

    /** The text as a whole, and nothing else. */
    static Regex exactly(String text) {
        return new Regex(text, quoted("\\A" + Pattern.quote(text) + "\\z"), Literals.plain(text));
    }

    /** The text anywhere. */
    static Regex containing(String text) {
        return new Regex(text, quoted(Pattern.quote(text)), Literals.plain(text));
    }

    /** The text as a whole, where {@code *} stands for anything. */
    static Regex glob(String glob) {
        StringBuilder pattern = new StringBuilder("\\A");
        String longest = "";
        for (String part : glob.split("\\*", -1)) {
            pattern.append(pattern.length() == 2 ? "" : ".*").append(Pattern.quote(part));
            longest = part.length() > longest.length() ? part : longest;
        }
        return new Regex(glob, quoted(pattern + "\\z"), Literals.plain(longest));
    }

    private static Pattern quoted(String pattern) {
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    public String source() {
        return source;
    }

    /**
     * Something that every text has in which this is found, whatever its case: plain letters, digits and signs. Null where
     * there is no telling.
     */
    public @Nullable String literal() {
        return literal;
    }

    /** @throws RegexOverrun if it takes too long */
    public boolean find(CharSequence text) {
        if (literal != null && text instanceof String string && !contains(string, literal)) {
            return false;
        }
        try {
            return pattern.matcher(new Counted(text, STEPS + STEPS_EACH * text.length(), this))
                    .find();
        } catch (StackOverflowError e) {
            // The engine calls itself for each turn of a group; such a pattern is beyond it.
            throw new RegexOverrun(source);
        }
    }

    /** Much faster than a pattern: most texts are done with here. */
    private static boolean contains(String text, String literal) {
        char lower = Character.toLowerCase(literal.charAt(0));
        char upper = Character.toUpperCase(literal.charAt(0));
        for (int i = 0; i <= text.length() - literal.length(); i++) {
            char c = text.charAt(i);
            if ((c == lower || c == upper) && text.regionMatches(true, i, literal, 0, literal.length())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Regex regex && regex.pattern.pattern().equals(pattern.pattern());
    }

    @Override
    public int hashCode() {
        return pattern.pattern().hashCode();
    }

    @Override
    public String toString() {
        return source;
    }

    /** Text that may be read so often, and no more. */
    private static final class Counted implements CharSequence {
        private final CharSequence text;
        private final Regex reader;
        private long left;

        Counted(CharSequence text, long left, Regex reader) {
            this.text = text;
            this.left = left;
            this.reader = reader;
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new RegexOverrun(reader.source);
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
