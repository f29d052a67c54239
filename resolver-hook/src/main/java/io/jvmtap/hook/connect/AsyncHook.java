package io.jvmtap.hook.connect;

import io.jvmtap.hook.agent.AtEntry;
import io.jvmtap.hook.agent.MethodHook;
import io.jvmtap.hook.agent.Point;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** {@code sun.nio.ch.UnixAsynchronousSocketChannelImpl}. Calls {@link io.jvmtap.hook.boot.AsyncBridge}. */
public final class AsyncHook extends MethodHook {
    private static final String CHANNEL = "sun/nio/ch/UnixAsynchronousSocketChannelImpl";
    private static final String BRIDGE = "AsyncBridge";
    private static final String FD = ConnectCode.FD;

    public AsyncHook() {
        super(
                "connect.async",
                Point.required(
                        CHANNEL,
                        "implConnect",
                        "(Ljava/net/SocketAddress;Ljava/lang/Object;Ljava/nio/channels/CompletionHandler;)"
                                + "Ljava/util/concurrent/Future;"),
                Point.required(CHANNEL, "onEvent", "(IZ)V"),
                Point.required(CHANNEL, "finishConnect", "(Z)V"));
    }

    @Override
    protected MethodVisitor into(String owner, String method, MethodVisitor next) {
        switch (method) {
            case "implConnect":
                return new ConnectEntry(next);
            case "onEvent":
                return new EventEntry(next);
            default:
                return new FinishCode(next);
        }
    }

    private abstract static class AsyncCode extends AtEntry {
        AsyncCode(MethodVisitor next) {
            super(next);
        }

        final void loadFd() {
            visitVarInsn(Opcodes.ALOAD, 0);
            visitFieldInsn(Opcodes.GETFIELD, CHANNEL, "fd", FD);
        }
    }

    private static final class ConnectEntry extends AsyncCode {
        ConnectEntry(MethodVisitor next) {
            super(next);
        }

        @Override
        protected void insert() {
            loadFd();
            visitVarInsn(Opcodes.ALOAD, 0);
            visitVarInsn(Opcodes.ALOAD, 1);
            call(BRIDGE, "connect", "(" + FD + "Ljava/lang/Object;Ljava/net/SocketAddress;)V");
        }
    }

    private static final class EventEntry extends AsyncCode {
        EventEntry(MethodVisitor next) {
            super(next);
        }

        @Override
        protected void insert() {
            visitVarInsn(Opcodes.ILOAD, 1);
            loadFd();
            visitVarInsn(Opcodes.ALOAD, 0);
            call(BRIDGE, "events", "(I" + FD + "Ljava/lang/Object;)I");
            visitVarInsn(Opcodes.ISTORE, 1);
        }
    }

    private static final class FinishCode extends AsyncCode {
        FinishCode(MethodVisitor next) {
            super(next);
        }

        @Override
        protected void insert() {
            // All of it happens before the native check.
        }

        @Override
        public void visitMethodInsn(int opcode, String type, String name, String descriptor, boolean ofInterface) {
            if (name.equals("checkConnect")) {
                loadFd();
                call(BRIDGE, "settled", "(I" + FD + ")I");
            }
            super.visitMethodInsn(opcode, type, name, descriptor, ofInterface);
        }
    }
}
