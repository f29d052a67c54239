package io.jvmtap.query.filter;

/** A regular expression that takes too long, or too much memory, on some text. */
public final class RegexOverrun extends RuntimeException {
    private static final long serialVersionUID = 1;

    RegexOverrun(String source) {
        super("the regular expression " + source + " takes too long");
    }
}
