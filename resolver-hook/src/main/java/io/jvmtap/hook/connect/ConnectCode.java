package io.jvmtap.hook.connect;

import io.jvmtap.hook.agent.AtEntry;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What the insertions of the connect hooks share. */
abstract class ConnectCode extends AtEntry {
    static final String FD = "Ljava/io/FileDescriptor;";

    ConnectCode(MethodVisitor next) {
        super(next);
    }

    final void bridge(String method, String descriptor) {
        call("ConnectBridge", method, descriptor);
    }

    /** Replaces the event and the nanoseconds of a {@code park}, whose descriptor {@link #loadFd} puts on the stack. */
    final void translatePark(int event, int nanos) {
        loadFd();
        visitVarInsn(Opcodes.ILOAD, event);
        bridge("event", "(" + FD + "I)I");
        visitVarInsn(Opcodes.ISTORE, event);
        loadFd();
        visitVarInsn(Opcodes.LLOAD, nanos);
        bridge("nanos", "(" + FD + "J)J");
        visitVarInsn(Opcodes.LSTORE, nanos);
    }

    /** Puts the descriptor on the stack. */
    abstract void loadFd();
}
