package io.jvmtap.hook.connect;

import io.jvmtap.hook.agent.MethodHook;
import io.jvmtap.hook.agent.Point;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What {@code sun.nio.ch.SocketChannelImpl} has of its own on JDK 8 to 12: a native check in {@code finishConnect}, a poll
 * for its socket adaptor, and on 8 another way to tell the selector. Calls {@link io.jvmtap.hook.boot.ChannelBridge}.
 */
public final class OldChannelHook extends MethodHook {
    private static final String CHANNEL = "sun/nio/ch/SocketChannelImpl";
    private static final String ADAPTOR = "sun/nio/ch/SocketAdaptor";
    private static final String BRIDGE = ConnectCode.BRIDGES + "ChannelBridge";
    private static final String FD = ConnectCode.FD;

    public OldChannelHook() {
        super(
                "connect.old-channel",
                Point.required(CHANNEL, "finishConnect", "()Z").until(12),
                Point.required(CHANNEL, "poll", "(IJ)I").until(8),
                Point.required(CHANNEL, "pollConnected", "(J)Z").from(9).until(12),
                Point.required(CHANNEL, "translateAndSetInterestOps", "(ILsun/nio/ch/SelectionKeyImpl;)V")
                        .until(8),
                Point.required(ADAPTOR, "connect", "(Ljava/net/SocketAddress;I)V")
                        .until(12));
    }

    @Override
    protected MethodVisitor into(String owner, String method, MethodVisitor next) {
        switch (method) {
            case "finishConnect":
                return new CheckedCode(next);
            case "connect":
                return new AdaptorCode(next);
            case "translateAndSetInterestOps":
                return new InterestCode(next);
            default:
                return new PollCode(next);
        }
    }

    private static final class CheckedCode extends MethodVisitor {
        CheckedCode(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitFieldInsn(int opcode, String type, String name, String descriptor) {
            super.visitFieldInsn(opcode, type, name, descriptor);
            if (opcode == Opcodes.GETFIELD && name.equals("fd")) {
                super.visitVarInsn(Opcodes.ALOAD, 0);
                super.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        BRIDGE,
                        "checked",
                        "(" + FD + "Ljava/nio/channels/SelectableChannel;)" + FD,
                        false);
            } else if (opcode == Opcodes.GETFIELD && name.equals("readyToConnect")) {
                // A readiness that a selector has seen is not believed but asked for again: it may be an older one's.
                super.visitInsn(Opcodes.POP);
                super.visitInsn(Opcodes.ICONST_0);
            }
        }
    }

    private static final class PollCode extends MethodVisitor {
        PollCode(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitMethodInsn(int opcode, String type, String name, String descriptor, boolean ofInterface) {
            boolean polls = type.equals("sun/nio/ch/Net") && name.equals("poll");
            super.visitMethodInsn(opcode, polls ? BRIDGE : type, name, descriptor, ofInterface);
        }
    }

    private static final class InterestCode extends MethodVisitor {
        InterestCode(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitMethodInsn(int opcode, String type, String name, String descriptor, boolean ofInterface) {
            if (name.equals("putEventOps")) {
                super.visitVarInsn(Opcodes.ALOAD, 0);
                super.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CHANNEL, "getFD", "()" + FD, false);
                super.visitVarInsn(Opcodes.ILOAD, 1);
                super.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        ConnectCode.BRIDGES + "ConnectBridge",
                        "interest",
                        "(I" + FD + "I)I",
                        false);
            }
            super.visitMethodInsn(opcode, type, name, descriptor, ofInterface);
        }
    }

    private static final class AdaptorCode extends ConnectCode {
        AdaptorCode(MethodVisitor next) {
            super(next);
        }

        @Override
        void loadFd() {
            throw new UnsupportedOperationException("an adaptor has none");
        }

        @Override
        protected void insert() {
            visitVarInsn(Opcodes.ALOAD, 0);
            visitFieldInsn(Opcodes.GETFIELD, ADAPTOR, "sc", "Lsun/nio/ch/SocketChannelImpl;");
            visitVarInsn(Opcodes.ILOAD, 2);
            bridge("limited", "(Ljava/lang/Object;I)V");
        }
    }
}
