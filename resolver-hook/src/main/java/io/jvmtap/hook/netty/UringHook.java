package io.jvmtap.hook.netty;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** {@code io.netty.channel.uring} (Netty 4.2): a connect to the proxy, and the poll of the ring for its verdict. */
public final class UringHook extends NettyHook {
    private static final String BRIDGE = "NettyUring";
    private static final String CHANNEL = "channel/uring/AbstractIoUringChannel";
    private static final String UNSAFE = CHANNEL + "$AbstractUringUnsafe";

    /** {@code IORING_OP_CONNECT} of io_uring.h. */
    private static final int OP_CONNECT = 16;

    /** {@code -ECANCELED} of Linux: with it Netty's {@code pollOut} only notes that the poll is over. */
    private static final int CANCELLED = -125;

    public UringHook() {
        super(
                "connect.netty.uring",
                NettyPoint.required(CHANNEL, "submitConnect", "(Ljava/net/InetSocketAddress;)V"),
                NettyPoint.required(CHANNEL, "schedulePollOut", "()V"),
                NettyPoint.required(UNSAFE, "connect", "(Ljava/net/SocketAddress;Ljava/net/SocketAddress;"),
                NettyPoint.required(UNSAFE, "pollAddComplete", "(I"),
                NettyPoint.required(UNSAFE, "pollOut", "(I)V"));
    }

    @Override
    @Nullable
    MethodVisitor into(Copy copy, String method, MethodVisitor next) {
        switch (method) {
            case "submitConnect":
                return new SubmitCode(copy, next);
            case "schedulePollOut":
                return new PollCode(copy, next);
            case "connect":
                return new FastOpenCode(copy, next);
            case "pollAddComplete":
                return copy.isInner() ? new CompleteCode(copy, next) : null;
            default:
                return copy.isInner() && copy.connectComplete != null ? new SettleCode(copy, next) : null;
        }
    }

    private static final class SubmitCode extends NettyCode {
        private static final String INET = "java/net/InetSocketAddress";

        SubmitCode(Copy copy, MethodVisitor next) {
            super(copy, next);
        }

        @Override
        protected void insert() {
            Label goOn = new Label();
            loadThis();
            visitTypeInsn(Opcodes.INSTANCEOF, copy.home + "channel/uring/IoUringSocketChannel");
            visitJumpInsn(Opcodes.IFEQ, goOn);
            loadOpening();
            bridge("openingRing", "(" + OBJECT + OBJECT + "I" + OBJECT + ")Z");
            visitJumpInsn(Opcodes.IFEQ, goOn);
            loadSocket();
            visitTypeInsn(Opcodes.CHECKCAST, copy.home + "channel/unix/Socket");
            visitVarInsn(Opcodes.ALOAD, 1);
            own(copy.home + "channel/unix/Socket", "connect", "(" + ADDRESS + ")Z");
            visitInsn(Opcodes.POP);
            loadThis();
            visitMethodInsn(Opcodes.INVOKESPECIAL, copy.owner, "schedulePollOut", "()V", false);
            visitInsn(Opcodes.RETURN);
            land(goOn);
            loadSocket();
            visitVarInsn(Opcodes.ALOAD, 1);
            bridge("direct", "(" + OBJECT + ADDRESS + ")" + ADDRESS);
            visitTypeInsn(Opcodes.CHECKCAST, INET);
            visitVarInsn(Opcodes.ASTORE, 1);
        }
    }

    private static final class PollCode extends NettyCode {
        PollCode(Copy copy, MethodVisitor next) {
            super(copy, next);
        }

        @Override
        protected void insert() {
            // It is the constant that changes.
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
            super.visitFieldInsn(opcode, owner, field, descriptor);
            if (opcode == Opcodes.GETSTATIC && field.equals("POLLOUT")) {
                loadSocket();
                call(BRIDGE, "events", "(I" + OBJECT + ")I");
            }
        }
    }

    private static final class FastOpenCode extends NettyCode {
        FastOpenCode(Copy copy, MethodVisitor next) {
            super(copy, next);
        }

        @Override
        protected void insert() {
            // It is an answer further down that changes.
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String method, String descriptor, boolean isInterface) {
            super.visitMethodInsn(opcode, owner, method, descriptor, isInterface);
            if (method.equals("isTcpFastOpenClientSideAvailable")) {
                visitVarInsn(Opcodes.ALOAD, 1);
                bridge("fastOpen", "(Z" + OBJECT + ")Z");
            }
        }
    }

    private static final class CompleteCode extends NettyCode {
        CompleteCode(Copy copy, MethodVisitor next) {
            super(copy, next);
        }

        @Override
        protected void insert() {
            Label goOn = new Label();
            visitVarInsn(Opcodes.ILOAD, 1);
            loadOuterSocket();
            call(BRIDGE, "cancelled", "(I" + OBJECT + ")Z");
            visitJumpInsn(Opcodes.IFEQ, goOn);
            loadThis();
            visitVarInsn(Opcodes.ILOAD, 1);
            visitMethodInsn(Opcodes.INVOKESPECIAL, copy.owner, "pollOut", "(I)V", false);
            land(goOn);
            visitVarInsn(Opcodes.ILOAD, 1);
            loadOuterSocket();
            call(BRIDGE, "came", "(I" + OBJECT + ")I");
            visitVarInsn(Opcodes.ISTORE, 1);
        }
    }

    private static final class SettleCode extends NettyCode {
        SettleCode(Copy copy, MethodVisitor next) {
            super(copy, next);
        }

        @Override
        protected void insert() {
            Label goOn = new Label();
            loadOuterSocket();
            call(BRIDGE, "settled", "(" + OBJECT + ")Z");
            visitJumpInsn(Opcodes.IFEQ, goOn);
            loadThis();
            visitIntInsn(Opcodes.BIPUSH, CANCELLED);
            visitMethodInsn(Opcodes.INVOKESPECIAL, copy.owner, "pollOut", "(I)V", false);
            String complete = String.valueOf(copy.connectComplete);
            loadThis();
            visitIntInsn(Opcodes.BIPUSH, OP_CONNECT);
            loadOuterSocket();
            call(BRIDGE, "result", "(" + OBJECT + ")I");
            visitInsn(Opcodes.ICONST_0);
            visitInsn(complete.endsWith("J)V") ? Opcodes.LCONST_0 : Opcodes.ICONST_0);
            own(copy.owner, "connectComplete", complete);
            visitInsn(Opcodes.RETURN);
            land(goOn);
        }
    }
}
