package io.jvmtap.hook.trust;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Inserts code before each return of a method. What it inserts may call; it leaves the operand stack as it found it. */
abstract class ExitVisitor extends MethodVisitor {

    ExitVisitor(MethodVisitor next) {
        super(Opcodes.ASM9, next);
    }

    /** Emits what stands before a return; a returned value is on the stack. */
    abstract void beforeReturn();

    @Override
    public void visitInsn(int opcode) {
        if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
            beforeReturn();
        }
        super.visitInsn(opcode);
    }

    final void callBridge(String owner, String name, String descriptor) {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    }
}
