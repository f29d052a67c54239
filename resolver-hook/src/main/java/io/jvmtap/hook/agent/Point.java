package io.jvmtap.hook.agent;

import org.objectweb.asm.MethodVisitor;

/** One method that a hook changes, and how. Immutable. */
public final class Point {
    /** Makes the visitor that inserts the code. */
    public interface Insertion {
        MethodVisitor into(MethodVisitor next);
    }

    final String owner;
    final String method;
    final String descriptor;
    final boolean required;
    final Insertion insertion;

    private Point(String owner, String method, String descriptor, boolean required, Insertion insertion) {
        this.owner = owner;
        this.method = method;
        this.descriptor = descriptor;
        this.required = required;
        this.insertion = insertion;
    }

    /** A method without which the hook counts as missing. */
    public static Point required(String owner, String method, String descriptor, Insertion insertion) {
        return new Point(owner, method, descriptor, true, insertion);
    }

    /** A method that some JDKs do not have. */
    public static Point optional(String owner, String method, String descriptor, Insertion insertion) {
        return new Point(owner, method, descriptor, false, insertion);
    }
}
