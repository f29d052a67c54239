package io.jvmtap.query.filter;

/** An expression that means nothing: what is wrong, and where. */
public final class FilterSyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    private final String expression;
    private final int place;

    FilterSyntaxException(String problem, String expression, int place) {
        super(problem);
        this.expression = expression;
        this.place = place;
    }

    /** Index of the first character that is wrong. */
    public int place() {
        return place;
    }

    /** The expression, and below it a caret under the place. */
    public String shown() {
        StringBuilder blanks = new StringBuilder();
        expression
                .substring(0, Math.min(place, expression.length()))
                .codePoints()
                .forEach(c -> blanks.append(' '));
        return expression.replaceAll("\\p{Cntrl}", " ") + "\n" + blanks + "^";
    }
}
