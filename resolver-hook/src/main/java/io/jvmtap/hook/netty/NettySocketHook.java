package io.jvmtap.hook.netty;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** {@code io.netty.channel.unix}: the socket that all native transports connect with, and what they show as its peer. */
public final class NettySocketHook extends NettyHook {
    private static final String SOCKET = "channel/unix/Socket";
    private static final String DESCRIPTOR = "channel/unix/FileDescriptor";

    public NettySocketHook() {
        super(
                "connect.netty",
                NettyPoint.required(SOCKET, "connect", "(Ljava/net/SocketAddress;)Z"),
                NettyPoint.required(SOCKET, "finishConnect", "()Z"),
                NettyPoint.required(DESCRIPTOR, "close", "()V"),
                NettyPoint.optional(DESCRIPTOR, "markClosed", "()Z"),
                NettyPoint.required(
                        "channel/unix/UnixChannelUtil", "computeRemoteAddr", "(Ljava/net/InetSocketAddress;"));
    }

    @Override
    @Nullable
    MethodVisitor into(Copy copy, String method, MethodVisitor next) {
        switch (method) {
            case "connect":
                return copy.knowsIpv6 ? new ConnectCode(copy, next) : null;
            case "finishConnect":
                return new FinishCode(copy, next);
            case "computeRemoteAddr":
                return new PeerCode(copy, next);
            default:
                return new CloseCode(copy, next);
        }
    }

    private static final class ConnectCode extends NettyCode {
        ConnectCode(Copy copy, MethodVisitor next) {
            super(copy, next);
        }

        @Override
        protected void insert() {
            Label goOn = new Label();
            loadThis();
            loadThis();
            own(copy.owner, "intValue", "()I");
            loadThis();
            visitFieldInsn(Opcodes.GETFIELD, copy.owner, "ipv6", "Z");
            visitVarInsn(Opcodes.ALOAD, 1);
            bridge("connecting", "(" + OBJECT + "IZ" + ADDRESS + ")Z");
            visitJumpInsn(Opcodes.IFEQ, goOn);
            visitInsn(Opcodes.ICONST_0);
            visitInsn(Opcodes.IRETURN);
            land(goOn);
            visitVarInsn(Opcodes.ALOAD, 1);
            bridge("target", "(" + ADDRESS + ")" + ADDRESS);
            visitVarInsn(Opcodes.ASTORE, 1);
        }
    }

    private static final class FinishCode extends NettyCode {
        FinishCode(Copy copy, MethodVisitor next) {
            super(copy, next);
        }

        @Override
        protected void insert() {
            Label ready = new Label();
            loadThis();
            bridge("unfinished", "(" + OBJECT + ")Z");
            visitJumpInsn(Opcodes.IFEQ, ready);
            visitInsn(Opcodes.ICONST_0);
            visitInsn(Opcodes.IRETURN);
            land(ready);
            Label goOn = new Label();
            loadThis();
            bridge("strays", "(" + OBJECT + ")Z");
            visitJumpInsn(Opcodes.IFEQ, goOn);
            loadThis();
            bridge("elsewhere", "()" + ADDRESS);
            own(copy.owner, "connect", "(" + ADDRESS + ")Z");
            visitInsn(Opcodes.IRETURN);
            land(goOn);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String method, String descriptor, boolean isInterface) {
            super.visitMethodInsn(opcode, owner, method, descriptor, isInterface);
            if (opcode == Opcodes.INVOKESTATIC && method.equals("finishConnect") && descriptor.equals("(I)I")) {
                loadThis();
                bridge("outcome", "(I" + OBJECT + ")I");
            }
        }
    }

    private static final class CloseCode extends NettyCode {
        CloseCode(Copy copy, MethodVisitor next) {
            super(copy, next);
        }

        @Override
        protected void insert() {
            loadThis();
            bridge("closed", "(" + OBJECT + ")V");
        }
    }

    private static final class PeerCode extends NettyCode {
        private static final String INET = "Ljava/net/InetSocketAddress;";

        PeerCode(Copy copy, MethodVisitor next) {
            super(copy, next);
        }

        @Override
        protected void insert() {
            visitVarInsn(Opcodes.ALOAD, 0);
            visitVarInsn(Opcodes.ALOAD, 1);
            bridge("peer", "(" + INET + INET + ")" + INET);
            visitVarInsn(Opcodes.ASTORE, 1);
        }
    }
}
