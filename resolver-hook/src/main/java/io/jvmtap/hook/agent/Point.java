package io.jvmtap.hook.agent;

/** One method that a hook changes. Immutable. */
public final class Point {
    final String owner;
    final String method;
    final String descriptor;
    final boolean required;
    private final int first;
    private final int last;

    private Point(String owner, String method, String descriptor, boolean required, int first, int last) {
        this.owner = owner;
        this.method = method;
        this.descriptor = descriptor;
        this.required = required;
        this.first = first;
        this.last = last;
    }

    /** A method without which the hook counts as missing. */
    public static Point required(String owner, String method, String descriptor) {
        return new Point(owner, method, descriptor, true, 0, Integer.MAX_VALUE);
    }

    /** A method that some JDKs do not have. */
    public static Point optional(String owner, String method, String descriptor) {
        return new Point(owner, method, descriptor, false, 0, Integer.MAX_VALUE);
    }

    /** The same, on this feature release of Java and later ones only. */
    public Point from(int feature) {
        return new Point(owner, method, descriptor, required, feature, last);
    }

    /** The same, on this feature release of Java and earlier ones only. */
    public Point until(int feature) {
        return new Point(owner, method, descriptor, required, first, feature);
    }

    boolean isOn(int feature) {
        return first <= feature && feature <= last;
    }
}
