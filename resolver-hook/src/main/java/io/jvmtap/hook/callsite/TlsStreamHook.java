package io.jvmtap.hook.callsite;

import io.jvmtap.hook.agent.AtEntry;
import io.jvmtap.hook.agent.MethodHook;
import io.jvmtap.hook.agent.Point;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The JDK's TLS sockets: the program's bytes as they go in, before they are encrypted, and its reads. */
public final class TlsStreamHook extends MethodHook {
    private static final String OUT = "sun/security/ssl/SSLSocketImpl$AppOutputStream";
    private static final String IN = "sun/security/ssl/SSLSocketImpl$AppInputStream";

    public TlsStreamHook() {
        // Not required: JDK 8 before update 261 has other classes, and there the connection's own caller stays.
        super("callsite.tls", Point.optional(OUT, "write", "([BII)V"), Point.optional(IN, "read", "([BII)I"));
    }

    @Override
    protected MethodVisitor into(final String owner, String method, MethodVisitor next) {
        return new AtEntry(next) {
            @Override
            protected void insert() {
                visitVarInsn(Opcodes.ALOAD, 0);
                if (owner.equals(OUT)) {
                    visitVarInsn(Opcodes.ILOAD, 3);
                    call("CallerBridge", "writesTls", "(Ljava/lang/Object;I)V");
                } else {
                    call("CallerBridge", "readsTls", "(Ljava/lang/Object;)V");
                }
            }
        };
    }
}
