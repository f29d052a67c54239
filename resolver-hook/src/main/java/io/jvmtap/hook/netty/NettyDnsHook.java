package io.jvmtap.hook.netty;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** {@code io.netty.resolver.dns.DnsNameResolver}, which asks name servers itself. Reports only. */
public final class NettyDnsHook extends NettyHook {
    private static final String RESOLVER = "resolver/dns/DnsNameResolver";

    public NettyDnsHook() {
        super(
                "lookup.netty",
                NettyPoint.required(RESOLVER, "doResolve", "(Ljava/lang/String;[L"),
                NettyPoint.required(RESOLVER, "doResolveAll", "(Ljava/lang/String;[L"),
                NettyPoint.required(RESOLVER, "trySuccess", "(L"),
                NettyPoint.required(RESOLVER, "tryFailure", "(L"));
    }

    @Override
    MethodVisitor into(Copy copy, String method, MethodVisitor next) {
        switch (method) {
            case "trySuccess":
                return new PromiseCode(copy, next, "answered", NettyCode.OBJECT);
            case "tryFailure":
                return new PromiseCode(copy, next, "failed", "Ljava/lang/Throwable;");
            default:
                return new AskedCode(copy, next);
        }
    }

    private static final class AskedCode extends NettyCode {
        AskedCode(Copy copy, MethodVisitor next) {
            super(copy, next);
        }

        @Override
        protected void insert() {
            visitVarInsn(Opcodes.ALOAD, 1);
            visitVarInsn(Opcodes.ALOAD, 3);
            call("NettyDns", "asked", "(Ljava/lang/String;" + OBJECT + ")V");
        }
    }

    /** A static method with the promise, and what it is given. */
    private static final class PromiseCode extends NettyCode {
        private final String bridge;
        private final String given;

        PromiseCode(Copy copy, MethodVisitor next, String bridge, String given) {
            super(copy, next);
            this.bridge = bridge;
            this.given = given;
        }

        @Override
        protected void insert() {
            visitVarInsn(Opcodes.ALOAD, 0);
            visitVarInsn(Opcodes.ALOAD, 1);
            call("NettyDns", bridge, "(" + OBJECT + given + ")V");
        }
    }
}
