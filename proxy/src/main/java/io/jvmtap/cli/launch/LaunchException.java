package io.jvmtap.cli.launch;

/** The program cannot be started with the agent. One line: what is wrong, and what to do. */
public final class LaunchException extends Exception {
    private static final long serialVersionUID = 1;

    private final String problem;
    private final String remedy;

    public LaunchException(String problem, String remedy) {
        super(problem);
        this.problem = problem;
        this.remedy = remedy;
    }

    public String problem() {
        return problem;
    }

    public String remedy() {
        return remedy;
    }
}
