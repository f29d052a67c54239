package io.jvmtap.ca;

import org.jspecify.annotations.Nullable;

/** The CA or a trust store cannot be used as it is. The message is one line: what is wrong, then what to do. */
public final class CaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String problem;
    private final String remedy;

    /** @param remedy what the user can do, in the imperative */
    public CaException(String problem, String remedy) {
        this(problem, remedy, null);
    }

    public CaException(String problem, String remedy, @Nullable Throwable cause) {
        super(problem + "; " + remedy, cause);
        this.problem = problem;
        this.remedy = remedy;
    }

    @Override
    public String getMessage() {
        return problem + "; " + remedy;
    }

    public String problem() {
        return problem;
    }

    public String remedy() {
        return remedy;
    }
}
