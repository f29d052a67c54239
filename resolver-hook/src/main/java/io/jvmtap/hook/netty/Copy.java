package io.jvmtap.hook.netty;

import org.jspecify.annotations.Nullable;

/** What the visitor of one class of one copy of Netty has learned about it. Used by one thread. */
final class Copy {
    /** With slashes. */
    final String owner;

    /** The package that stands for {@code io/netty/}, with a slash at its end. */
    final String home;

    /** The field with the object around this inner one, and its class. */
    @Nullable
    String outerField;

    @Nullable
    String outer;

    boolean knowsIpv6;

    /** Descriptor of the last method called {@code connectComplete} that was called. */
    @Nullable
    String connectComplete;

    Copy(String owner, String home) {
        this.owner = owner;
        this.home = home;
    }

    /** {@code L...;} of a class of this copy. */
    String type(String name) {
        return "L" + home + name + ";";
    }

    /** Whether the class is inner, and the one around it is known by name. */
    boolean isInner() {
        return outer != null;
    }

    void field(String name, String descriptor, boolean synthetic) {
        knowsIpv6 |= name.equals("ipv6") && descriptor.equals("Z");
        if (synthetic && name.startsWith("this$")) {
            outerField = name;
            outer = descriptor.substring(1, descriptor.length() - 1);
        }
    }
}
