package io.jvmtap.hook.agent;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Inserts code before the first instruction of a method. The code leaves the stack empty. */
public abstract class AtEntry extends MethodVisitor {
    public static final String BRIDGES = "io/jvmtap/hook/boot/";

    protected AtEntry(MethodVisitor next) {
        super(Opcodes.ASM9, next);
    }

    protected abstract void insert();

    @Override
    public final void visitCode() {
        super.visitCode();
        insert();
    }

    protected final void call(String bridge, String method, String descriptor) {
        visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGES + bridge, method, descriptor, false);
    }

    /** Where a jump of the inserted code lands: the locals are still the parameters, the stack is empty. */
    protected final void land(Label label) {
        visitLabel(label);
        visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        // Keeps our frame apart from one that the method may have at its own first instruction.
        visitInsn(Opcodes.NOP);
    }
}
