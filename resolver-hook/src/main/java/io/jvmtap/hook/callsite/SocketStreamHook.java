package io.jvmtap.hook.callsite;

import io.jvmtap.hook.agent.AtEntry;
import io.jvmtap.hook.agent.MethodHook;
import io.jvmtap.hook.agent.Point;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Blocking sockets: what a program writes in the clear, and what TLS of other makers than the JDK's writes for it on its
 * thread. Two pairs of methods: those of JDK 13 and later, and those before.
 */
public final class SocketStreamHook extends MethodHook {
    private static final String SOCKET = "sun/nio/ch/NioSocketImpl";
    private static final String OLD_OUT = "java/net/SocketOutputStream";
    private static final String OLD_IN = "java/net/SocketInputStream";

    public SocketStreamHook() {
        super(
                "callsite.socket",
                Point.required(SOCKET, "write", "([BII)V").from(13),
                Point.required(SOCKET, "read", "([BII)I").from(13),
                Point.required(OLD_OUT, "socketWrite", "([BII)V").until(12),
                Point.required(OLD_IN, "read", "([BIII)I").until(12));
    }

    @Override
    protected MethodVisitor into(final String owner, final String method, MethodVisitor next) {
        return new AtEntry(next) {
            @Override
            protected void insert() {
                visitVarInsn(Opcodes.ALOAD, 0);
                if (!owner.equals(SOCKET)) {
                    visitFieldInsn(Opcodes.GETFIELD, owner, "impl", "Ljava/net/AbstractPlainSocketImpl;");
                }
                if (method.equals("read")) {
                    call("CallerBridge", "reads", "(Ljava/lang/Object;)V");
                } else {
                    visitVarInsn(Opcodes.ILOAD, 3);
                    call("CallerBridge", "writes", "(Ljava/lang/Object;I)V");
                }
            }
        };
    }
}
