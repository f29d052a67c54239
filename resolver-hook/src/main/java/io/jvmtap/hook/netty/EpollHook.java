package io.jvmtap.hook.netty;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** {@code io.netty.channel.epoll}: which connects are TCP, and what the event loop waits for meanwhile. */
public final class EpollHook extends NettyHook {
    private static final String BRIDGE = "NettyEpoll";
    private static final int EPOLLIN = 1;
    private static final String CHANNEL = "channel/epoll/AbstractEpollChannel";
    private static final String UNSAFE = CHANNEL + "$AbstractEpollUnsafe";

    public EpollHook() {
        super(
                "connect.netty.epoll",
                NettyPoint.required("channel/epoll/EpollSocketChannel", "doConnect0", "(Ljava/net/SocketAddress;)Z"),
                NettyPoint.required(CHANNEL, "setFlag", "(I)V"),
                NettyPoint.required(CHANNEL, "clearFlag", "(I)V"),
                NettyPoint.required(UNSAFE, "clearEpollIn0", "()V"),
                NettyPoint.required(UNSAFE, "epollRdHupReady", "()V"),
                NettyPoint.required(
                        "channel/epoll/AbstractEpollStreamChannel$EpollStreamUnsafe", "epollInReady", "()V"));
    }

    @Override
    @Nullable
    MethodVisitor into(Copy copy, String method, MethodVisitor next) {
        switch (method) {
            case "doConnect0":
                return new ConnectCode(copy, next);
            case "setFlag":
                return new FlagCode(copy, next, "adding");
            case "clearFlag":
                return new FlagCode(copy, next, "removing");
            case "clearEpollIn0":
                return copy.isInner() ? new EventCode(copy, next, "keeps") : null;
            case "epollRdHupReady":
                return copy.isInner() ? new EventCode(copy, next, "hangsUp") : null;
            default:
                return copy.isInner() ? new EventCode(copy, next, "holds") : null;
        }
    }

    private static final class ConnectCode extends NettyCode {
        ConnectCode(Copy copy, MethodVisitor next) {
            super(copy, next);
        }

        @Override
        protected void insert() {
            loadOpening();
            bridge("opening", "(" + OBJECT + OBJECT + "I" + OBJECT + ")Z");
            visitInsn(Opcodes.POP);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String method, String descriptor, boolean isInterface) {
            super.visitMethodInsn(opcode, owner, method, descriptor, isInterface);
            if (method.equals("isTcpFastOpenConnect")) {
                visitVarInsn(Opcodes.ALOAD, 1);
                bridge("fastOpen", "(Z" + OBJECT + ")Z");
            }
        }
    }

    /** Changes the flag that a method sets or clears. */
    private static final class FlagCode extends NettyCode {
        private final String bridge;

        FlagCode(Copy copy, MethodVisitor next, String bridge) {
            super(copy, next);
            this.bridge = bridge;
        }

        @Override
        protected void insert() {
            visitVarInsn(Opcodes.ILOAD, 1);
            loadSocket();
            if (bridge.equals("adding")) {
                loadThis();
                visitInsn(Opcodes.ICONST_0 + EPOLLIN);
                own(copy.owner, "isFlagSet", "(I)Z");
                call(BRIDGE, bridge, "(I" + OBJECT + "Z)I");
            } else {
                call(BRIDGE, bridge, "(I" + OBJECT + ")I");
            }
            visitVarInsn(Opcodes.ISTORE, 1);
        }
    }

    /** Leaves out what would be done at an event. */
    private static final class EventCode extends NettyCode {
        private final String bridge;

        EventCode(Copy copy, MethodVisitor next, String bridge) {
            super(copy, next);
            this.bridge = bridge;
        }

        @Override
        protected void insert() {
            loadOuterSocket();
            if (bridge.equals("holds")) {
                loadOuter();
                visitInsn(Opcodes.ICONST_0 + EPOLLIN);
                own(String.valueOf(copy.outer), "isFlagSet", "(I)Z");
                call(BRIDGE, bridge, "(" + OBJECT + "Z)Z");
            } else {
                call(BRIDGE, bridge, "(" + OBJECT + ")Z");
            }
            returnIfTrue();
        }
    }
}
