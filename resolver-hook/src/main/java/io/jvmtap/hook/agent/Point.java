package io.jvmtap.hook.agent;

/** One method that a hook changes. Immutable. */
public final class Point {
    final String owner;
    final String method;
    final String descriptor;
    final boolean required;

    private Point(String owner, String method, String descriptor, boolean required) {
        this.owner = owner;
        this.method = method;
        this.descriptor = descriptor;
        this.required = required;
    }

    /** A method without which the hook counts as missing. */
    public static Point required(String owner, String method, String descriptor) {
        return new Point(owner, method, descriptor, true);
    }

    /** A method that some JDKs do not have. */
    public static Point optional(String owner, String method, String descriptor) {
        return new Point(owner, method, descriptor, false);
    }
}
