package io.jvmtap.cli.attach;

/** The agent cannot get into that process. One line: what is wrong, and what to do. */
public final class Unattachable extends Exception {
    private static final long serialVersionUID = 1;

    private final String remedy;

    public Unattachable(String problem, String remedy) {
        super(problem);
        this.remedy = remedy;
    }

    public String problem() {
        return String.valueOf(getMessage());
    }

    public String remedy() {
        return remedy;
    }
}
