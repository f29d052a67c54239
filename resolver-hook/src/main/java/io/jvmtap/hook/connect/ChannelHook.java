package io.jvmtap.hook.connect;

import io.jvmtap.hook.agent.MethodHook;
import io.jvmtap.hook.agent.Point;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * {@code sun.nio.ch.SocketChannelImpl}, blocking, through its socket adaptor, and in a selector; with the {@code park} of
 * {@code SelChImpl} that it waits in.
 */
public final class ChannelHook extends MethodHook {
    private static final String CHANNEL = "sun/nio/ch/SocketChannelImpl";
    private static final String SELECTABLE = "sun/nio/ch/SelChImpl";

    public ChannelHook() {
        super(
                "connect.channel",
                Point.required(CHANNEL, "connect", "(Ljava/net/SocketAddress;)Z"),
                Point.optional(CHANNEL, "blockingConnect", "(Ljava/net/SocketAddress;J)V"),
                Point.required(CHANNEL, "translateInterestOps", "(I)I").from(9),
                Point.required(CHANNEL, "translateReadyOps", "(IILsun/nio/ch/SelectionKeyImpl;)Z"),
                Point.optional(SELECTABLE, "park", "(IJ)V"));
    }

    @Override
    protected MethodVisitor into(String owner, String method, MethodVisitor next) {
        switch (method) {
            case "connect":
                return new ConnectEntry(next);
            case "blockingConnect":
                return new TimedEntry(next);
            case "translateInterestOps":
                return new InterestReturn(next);
            case "translateReadyOps":
                return new ReadyEntry(next);
            default:
                return new ParkEntry(next);
        }
    }

    private abstract static class ChannelCode extends ConnectCode {
        ChannelCode(MethodVisitor next) {
            super(next);
        }

        @Override
        void loadFd() {
            visitVarInsn(Opcodes.ALOAD, 0);
            visitMethodInsn(Opcodes.INVOKEVIRTUAL, CHANNEL, "getFD", "()" + FD, false);
        }
    }

    private static final class ConnectEntry extends ChannelCode {
        ConnectEntry(MethodVisitor next) {
            super(next);
        }

        @Override
        protected void insert() {
            loadFd();
            visitVarInsn(Opcodes.ALOAD, 0);
            visitVarInsn(Opcodes.ALOAD, 1);
            bridge("channel", "(" + FD + "Ljava/lang/Object;Ljava/net/SocketAddress;)V");
        }
    }

    private static final class TimedEntry extends ChannelCode {
        TimedEntry(MethodVisitor next) {
            super(next);
        }

        @Override
        protected void insert() {
            loadFd();
            visitVarInsn(Opcodes.ALOAD, 0);
            visitVarInsn(Opcodes.ALOAD, 1);
            visitVarInsn(Opcodes.LLOAD, 2);
            bridge("timedChannel", "(" + FD + "Ljava/lang/Object;Ljava/net/SocketAddress;J)V");
        }
    }

    private static final class InterestReturn extends ChannelCode {
        InterestReturn(MethodVisitor next) {
            super(next);
        }

        @Override
        protected void insert() {
            // All of it happens at the return.
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.IRETURN) {
                loadFd();
                visitVarInsn(Opcodes.ILOAD, 1);
                bridge("interest", "(I" + FD + "I)I");
            }
            super.visitInsn(opcode);
        }
    }

    private static final class ReadyEntry extends ChannelCode {
        ReadyEntry(MethodVisitor next) {
            super(next);
        }

        @Override
        protected void insert() {
            loadFd();
            visitVarInsn(Opcodes.ILOAD, 1);
            visitVarInsn(Opcodes.ALOAD, 3);
            bridge("ready", "(" + FD + "ILjava/lang/Object;)I");
            visitVarInsn(Opcodes.ISTORE, 1);
        }
    }

    private static final class ParkEntry extends ConnectCode {
        ParkEntry(MethodVisitor next) {
            super(next);
        }

        @Override
        void loadFd() {
            visitVarInsn(Opcodes.ALOAD, 0);
            visitMethodInsn(Opcodes.INVOKEINTERFACE, SELECTABLE, "getFD", "()" + FD, true);
        }

        @Override
        protected void insert() {
            translatePark(1, 2);
        }
    }
}
