package io.jvmtap.hook.resolver;

import io.jvmtap.hook.agent.AtEntry;
import io.jvmtap.hook.agent.MethodHook;
import io.jvmtap.hook.agent.Point;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * {@code InetAddress.getAllByName(String)}, which every lookup of the JDK's clients goes through, on every version from 8
 * on. It sits above the JDK's cache. Calls {@link io.jvmtap.hook.boot.LookupBridge}.
 */
public final class LookupHook extends MethodHook {
    public LookupHook() {
        super(
                "lookup",
                Point.required("java/net/InetAddress", "getAllByName", "(Ljava/lang/String;)[Ljava/net/InetAddress;"));
    }

    @Override
    protected MethodVisitor into(String owner, String method, MethodVisitor next) {
        return new LookupCode(next);
    }

    private static final class LookupCode extends AtEntry {
        private static final String BRIDGE = "LookupBridge";
        private final Label body = new Label();

        LookupCode(MethodVisitor next) {
            super(next);
        }

        @Override
        protected void insert() {
            visitVarInsn(Opcodes.ALOAD, 0);
            call(BRIDGE, "enter", "(Ljava/lang/String;)V");
            visitLabel(body);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.ARETURN) {
                call(BRIDGE, "answer", "([Ljava/net/InetAddress;)[Ljava/net/InetAddress;");
            }
            super.visitInsn(opcode);
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            Label end = new Label();
            visitLabel(end);
            visitTryCatchBlock(body, end, end, null);
            // No locals in the frame: whatever the body did with them is right then.
            visitFrame(Opcodes.F_FULL, 0, new Object[0], 1, new Object[] {"java/lang/Throwable"});
            visitInsn(Opcodes.DUP);
            call(BRIDGE, "failed", "(Ljava/lang/Throwable;)V");
            visitInsn(Opcodes.ATHROW);
            super.visitMaxs(maxStack, maxLocals);
        }
    }
}
