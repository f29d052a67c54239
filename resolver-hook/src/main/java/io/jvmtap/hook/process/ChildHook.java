package io.jvmtap.hook.process;

import io.jvmtap.hook.agent.AtEntry;
import io.jvmtap.hook.agent.MethodHook;
import io.jvmtap.hook.agent.Point;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * {@code ProcessImpl.start}, below {@code ProcessBuilder} and {@code Runtime.exec}, where the command is a copy already.
 * Calls {@link io.jvmtap.hook.boot.ChildBridge}.
 */
public final class ChildHook extends MethodHook {
    public ChildHook() {
        super(
                "process",
                Point.required(
                        "java/lang/ProcessImpl",
                        "start",
                        "([Ljava/lang/String;Ljava/util/Map;Ljava/lang/String;"
                                + "[Ljava/lang/ProcessBuilder$Redirect;Z)Ljava/lang/Process;"));
    }

    @Override
    protected MethodVisitor into(String owner, String method, MethodVisitor next) {
        return new StartCode(next);
    }

    private static final class StartCode extends AtEntry {
        StartCode(MethodVisitor next) {
            super(next);
        }

        @Override
        protected void insert() {
            visitVarInsn(Opcodes.ALOAD, 0);
            call("ChildBridge", "command", "([Ljava/lang/String;)[Ljava/lang/String;");
            visitVarInsn(Opcodes.ASTORE, 0);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.ARETURN) {
                visitInsn(Opcodes.DUP);
                call("ChildBridge", "started", "(Ljava/lang/Process;)V");
            }
            super.visitInsn(opcode);
        }
    }
}
