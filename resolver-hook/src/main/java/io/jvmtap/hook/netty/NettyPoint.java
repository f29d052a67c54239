package io.jvmtap.hook.netty;

/** One method of Netty's that a hook changes. Immutable. */
final class NettyPoint {
    /** Below the package {@code netty}, with slashes. */
    final String owner;

    final String method;

    /** What the descriptor begins with: the types of Netty in it depend on where the copy was relocated to. */
    final String descriptor;

    final boolean required;

    private NettyPoint(String owner, String method, String descriptor, boolean required) {
        this.owner = owner;
        this.method = method;
        this.descriptor = descriptor;
        this.required = required;
    }

    /** A method without which the hook counts as missing. */
    static NettyPoint required(String owner, String method, String descriptor) {
        return new NettyPoint(owner, method, descriptor, true);
    }

    /** A method that some versions do not have. */
    static NettyPoint optional(String owner, String method, String descriptor) {
        return new NettyPoint(owner, method, descriptor, false);
    }

    boolean isIn(String internalName) {
        return internalName.endsWith(owner)
                && internalName.startsWith("netty/", internalName.length() - owner.length() - "netty/".length());
    }

    /** The package that stands for {@code io/netty/} in this copy. */
    String home(String internalName) {
        return internalName.substring(0, internalName.length() - owner.length());
    }
}
