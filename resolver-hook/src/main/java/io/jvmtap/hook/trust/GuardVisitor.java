package io.jvmtap.hook.trust;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Inserts code at the entry of a method, before each return, and in a handler around the whole body, which throws the
 * same object again. Adds no local variable and no stack map frame but the handler's, which declares no locals and so
 * fits every method; class files before Java 6 have none, such as the JDK's own proxy classes up to 13.
 */
abstract class GuardVisitor extends ExitVisitor {

    /** The deepest stack of what is inserted: three arguments at entry, an exception and its copy in the handler. */
    private static final int INSERTED_STACK = 3;

    private final Label start = new Label();
    private final boolean framed;
    private boolean expandedFrames;

    GuardVisitor(MethodVisitor next, int version) {
        super(next);
        this.framed = version >= Opcodes.V1_6;
    }

    /** Emits the entry code, on an empty stack. */
    abstract void onEntry();

    /** Emits what takes the exception from the stack, in the handler. */
    abstract void onThrow();

    @Override
    public void visitCode() {
        super.visitCode();
        onEntry();
        super.visitLabel(start);
    }

    @Override
    public void visitFrame(
            int type,
            int locals,
            @Nullable Object @Nullable [] local,
            int stack,
            @Nullable Object @Nullable [] stackTypes) {
        expandedFrames |= type == Opcodes.F_NEW;
        super.visitFrame(type, locals, local, stack, stackTypes);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        Label end = new Label();
        super.visitLabel(end);
        // The last entry of the exception table: the program's own handlers come first.
        super.visitTryCatchBlock(start, end, end, null);
        if (framed) {
            int kind = expandedFrames ? Opcodes.F_NEW : Opcodes.F_FULL;
            super.visitFrame(kind, 0, new Object[0], 1, new Object[] {"java/lang/Throwable"});
        }
        super.visitInsn(Opcodes.DUP);
        onThrow();
        super.visitInsn(Opcodes.ATHROW);
        super.visitMaxs(Math.max(maxStack, INSERTED_STACK), maxLocals);
    }
}
