package io.jvmtap.query.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * Reads an expression. As in mitmproxy {@code !} binds closest, then {@code &}, then {@code |}, and neighbours without a
 * sign between them mean <em>and</em>, looser than all of those:
 *
 * <pre>
 * expression = choice+
 * choice     = both ("|" both)*
 * both       = one ("&amp;" one)*
 * one        = ("!" | "-") one | "(" expression ")" | "~" operator argument? | key ":" text | text
 * text       = run of anything but blanks, quotes and parentheses | "quoted" | 'quoted'
 * </pre>
 */
public final class FilterParser {
    /** Deeper nesting is nobody's intention, and would use up the stack. */
    private static final int DEEPEST = 200;

    private final String text;
    private int at;
    private int depth;

    private FilterParser(String text) {
        this.text = text;
    }

    /** Nothing but blanks lets everything through. */
    public static Filter parse(String expression) throws FilterSyntaxException {
        return new FilterParser(expression).whole();
    }

    /** Whether a word of a command line that begins with a dash is such a filter, not options: {@code -method:GET}. */
    public static boolean negatedKey(String argument) {
        return Keys.negated(argument);
    }

    private Filter whole() throws FilterSyntaxException {
        if (end()) {
            return Filter.EVERYTHING;
        }
        Filter filter = expression();
        if (!end()) {
            throw wrong("this parenthesis closes nothing", at);
        }
        return filter;
    }

    private Filter expression() throws FilterSyntaxException {
        List<Filter> parts = new ArrayList<>();
        do {
            parts.add(choice());
        } while (!end() && peek() != ')');
        return parts.size() == 1 ? parts.get(0) : new Filter.All(parts);
    }

    private Filter choice() throws FilterSyntaxException {
        List<Filter> parts = new ArrayList<>(List.of(both()));
        while (next('|')) {
            parts.add(both());
        }
        return parts.size() == 1 ? parts.get(0) : new Filter.Any(parts);
    }

    private Filter both() throws FilterSyntaxException {
        List<Filter> parts = new ArrayList<>(List.of(one()));
        while (next('&')) {
            parts.add(one());
        }
        return parts.size() == 1 ? parts.get(0) : new Filter.All(parts);
    }

    private Filter one() throws FilterSyntaxException {
        if (end()) {
            throw wrong("something is missing at the end", text.length());
        }
        if (++depth > DEEPEST) {
            throw wrong("this is nested too deeply", at);
        }
        try {
            return switch (peek()) {
                case '!' -> not();
                case '-' -> dash();
                case '(' -> group();
                case ')' -> throw wrong("something is missing before this parenthesis", at);
                case '&', '|' -> throw wrong("something is missing before this sign", at);
                case '~' -> operator();
                default -> word();
            };
        } finally {
            depth--;
        }
    }

    private Filter not() throws FilterSyntaxException {
        at++;
        return new Filter.Not(one());
    }

    private Filter dash() throws FilterSyntaxException {
        if (at + 1 == text.length() || Character.isWhitespace(text.charAt(at + 1))) {
            throw wrong("a dash stands before what is not wanted, without a blank", at);
        }
        if (text.charAt(at + 1) == '-') {
            throw wrong("this is no option, and no filter either", at);
        }
        return not();
    }

    private Filter group() throws FilterSyntaxException {
        int open = at++;
        if (!end() && peek() == ')') {
            throw wrong("there is nothing between the parentheses", open);
        }
        Filter inside = end() ? null : expression();
        if (inside == null || !next(')')) {
            throw wrong("this parenthesis is not closed", open);
        }
        return inside;
    }

    private Filter operator() throws FilterSyntaxException {
        int start = at++;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        Operators.Operator operator = Operators.named(text.substring(start, at));
        if (operator == null) {
            throw wrong("there is no operator " + text.substring(start, at), start);
        }
        if (at < text.length() && "!&|()\"'<>=".indexOf(text.charAt(at)) < 0 && !Character.isWhitespace(peek())) {
            throw wrong("a blank belongs between an operator and what follows", at);
        }
        if (!operator.wantsArgument()) {
            return operator.make("");
        }
        if (end() || peek() == ')') {
            throw wrong(text.substring(start, at).strip() + " wants " + operator.wants() + " after it", start);
        }
        int place = at;
        String argument = operator.number() ? sign() + (end() ? "" : text()) : text();
        return make(operator, argument, place);
    }

    /** The sign before a number may stand apart from it. */
    private String sign() {
        int start = at;
        while (at < text.length() && "<>=".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private Filter word() throws FilterSyntaxException {
        int start = at;
        boolean quoted = peek() == '"' || peek() == '\'';
        String word = text();
        int colon = quoted ? -1 : word.indexOf(':');
        Operators.Operator key = colon < 0 ? null : Keys.named(word.substring(0, colon));
        if (key == null) {
            return make(Operators.WORD, word, start);
        }
        String value = word.substring(colon + 1);
        if (value.isEmpty() && at < text.length() && (peek() == '"' || peek() == '\'')) {
            value = text();
        }
        if (value.isEmpty()) {
            throw wrong(word + " wants " + key.wants() + " after it", start);
        }
        return make(key, value, start + colon + 1);
    }

    private Filter make(Operators.Operator operator, String argument, int place) throws FilterSyntaxException {
        try {
            return operator.make(argument);
        } catch (PatternSyntaxException e) {
            boolean quoted = place < text.length() && (text.charAt(place) == '"' || text.charAt(place) == '\'');
            int offset = Math.max(0, e.getIndex()) + (quoted ? 1 : 0);
            String why = e.getDescription();
            throw wrong(
                    "this is no regular expression: " + Character.toLowerCase(why.charAt(0)) + why.substring(1),
                    Math.min(text.length(), place + offset));
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()), place);
        }
    }

    private String text() throws FilterSyntaxException {
        char first = peek();
        if (first == '"' || first == '\'') {
            return quoted(first);
        }
        int start = at;
        while (at < text.length() && !Character.isWhitespace(peek()) && "()\"'".indexOf(peek()) < 0) {
            at++;
        }
        if (at == start) {
            throw wrong("a text with parentheses must stand in quotes", at);
        }
        return text.substring(start, at);
    }

    /** A backslash before the quote stands for the quote itself; elsewhere it stays, for patterns need them. */
    private String quoted(char quote) throws FilterSyntaxException {
        int open = at++;
        StringBuilder inside = new StringBuilder();
        for (; at < text.length(); at++) {
            char c = peek();
            if (c == quote) {
                at++;
                return inside.toString();
            }
            if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == quote) {
                c = text.charAt(++at);
            } else if (c == '\\' && at + 1 < text.length()) {
                inside.append(c);
                c = text.charAt(++at);
            }
            inside.append(c);
        }
        throw wrong("this quote is not closed", open);
    }

    private boolean next(char sign) {
        if (end() || peek() != sign) {
            return false;
        }
        at++;
        return true;
    }

    /** Passes over blanks. */
    private boolean end() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at == text.length();
    }

    private char peek() {
        return text.charAt(at);
    }

    private FilterSyntaxException wrong(String problem, int place) {
        return new FilterSyntaxException(problem, text, place);
    }
}
