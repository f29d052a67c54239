package io.jvmtap.query.filter;

/** How a row's number is to stand to the one given. */
public enum Comparison {
    LESS("<"),
    AT_MOST("<="),
    EQUAL("="),
    AT_LEAST(">="),
    MORE(">");

    private final String sign;

    Comparison(String sign) {
        this.sign = sign;
    }

    public String sign() {
        return sign;
    }

    boolean holds(long number, long value) {
        return switch (this) {
            case LESS -> number < value;
            case AT_MOST -> number <= value;
            case EQUAL -> number == value;
            case AT_LEAST -> number >= value;
            case MORE -> number > value;
        };
    }
}
