package io.jvmtap.hook.connect;

import io.jvmtap.hook.agent.MethodHook;
import io.jvmtap.hook.agent.Point;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * {@code sun.nio.ch.Net}: the one native connect that sockets, channels and datagrams share, and the poll for its end.
 * Datagrams come without an attempt, so only addresses of ours are mapped back for them.
 */
public final class NetHook extends MethodHook {
    private static final String NET = "sun/nio/ch/Net";

    public NetHook() {
        super(
                "connect.net",
                Point.required(
                        NET, "connect", "(Ljava/net/ProtocolFamily;Ljava/io/FileDescriptor;Ljava/net/InetAddress;I)I"),
                Point.optional(NET, "pollConnectNow", "(Ljava/io/FileDescriptor;)Z"));
    }

    @Override
    protected MethodVisitor into(String owner, String method, MethodVisitor next) {
        return method.equals("connect") ? new ConnectEntry(next) : new PollEntry(next);
    }

    private static final class ConnectEntry extends ConnectCode {
        ConnectEntry(MethodVisitor next) {
            super(next);
        }

        @Override
        void loadFd() {
            visitVarInsn(Opcodes.ALOAD, 1);
        }

        @Override
        protected void insert() {
            Label goOn = new Label();
            visitVarInsn(Opcodes.ALOAD, 0);
            loadFd();
            visitVarInsn(Opcodes.ALOAD, 2);
            visitVarInsn(Opcodes.ILOAD, 3);
            bridge("decided", "(Ljava/net/ProtocolFamily;" + FD + "Ljava/net/InetAddress;I)Z");
            visitJumpInsn(Opcodes.IFEQ, goOn);
            bridge("result", "()I");
            visitInsn(Opcodes.IRETURN);
            land(goOn);
            visitVarInsn(Opcodes.ALOAD, 2);
            bridge("address", "(Ljava/net/InetAddress;)Ljava/net/InetAddress;");
            visitVarInsn(Opcodes.ASTORE, 2);
            visitVarInsn(Opcodes.ILOAD, 3);
            bridge("port", "(I)I");
            visitVarInsn(Opcodes.ISTORE, 3);
        }
    }

    private static final class PollEntry extends ConnectCode {
        PollEntry(MethodVisitor next) {
            super(next);
        }

        @Override
        void loadFd() {
            visitVarInsn(Opcodes.ALOAD, 0);
        }

        @Override
        protected void insert() {
            Label goOn = new Label();
            loadFd();
            bridge("unfinished", "(" + FD + ")Z");
            visitJumpInsn(Opcodes.IFEQ, goOn);
            visitInsn(Opcodes.ICONST_0);
            visitInsn(Opcodes.IRETURN);
            land(goOn);
        }
    }
}
