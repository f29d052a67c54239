package io.jvmtap.cli;

import org.jspecify.annotations.Nullable;

/**
 * Ends a command with exit code 1 and one line on stderr: what is wrong, then what to do. The stack trace is shown
 * with {@code --verbose} only.
 */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String remedy;

    /** @param remedy what the user can do, without a leading "try" */
    public CommandFailure(String problem, String remedy) {
        this(problem, remedy, null);
    }

    public CommandFailure(String problem, String remedy, @Nullable Throwable cause) {
        super(problem, cause);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
