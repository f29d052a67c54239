package io.jvmtap.hook.connect;

import io.jvmtap.hook.agent.MethodHook;
import io.jvmtap.hook.agent.Point;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** {@code sun.nio.ch.NioSocketImpl}: {@code java.net.Socket} from JDK 13 on. */
public final class SocketHook extends MethodHook {
    private static final String SOCKET = "sun/nio/ch/NioSocketImpl";

    public SocketHook() {
        super(
                "connect.socket",
                Point.required(SOCKET, "connect", "(Ljava/net/SocketAddress;I)V")
                        .from(13),
                Point.required(SOCKET, "park", "(Ljava/io/FileDescriptor;IJ)V").from(13));
    }

    @Override
    protected MethodVisitor into(String owner, String method, MethodVisitor next) {
        return method.equals("connect") ? new ConnectEntry(next) : new ParkEntry(next);
    }

    private static final class ConnectEntry extends ConnectCode {
        ConnectEntry(MethodVisitor next) {
            super(next);
        }

        @Override
        void loadFd() {
            visitVarInsn(Opcodes.ALOAD, 0);
            visitMethodInsn(Opcodes.INVOKEVIRTUAL, SOCKET, "getFileDescriptor", "()" + FD, false);
        }

        @Override
        protected void insert() {
            loadFd();
            visitVarInsn(Opcodes.ALOAD, 0);
            visitVarInsn(Opcodes.ALOAD, 1);
            visitVarInsn(Opcodes.ILOAD, 2);
            bridge("socket", "(" + FD + "Ljava/lang/Object;Ljava/net/SocketAddress;I)V");
        }
    }

    private static final class ParkEntry extends ConnectCode {
        ParkEntry(MethodVisitor next) {
            super(next);
        }

        @Override
        void loadFd() {
            visitVarInsn(Opcodes.ALOAD, 1);
        }

        @Override
        protected void insert() {
            translatePark(2, 3);
        }
    }
}
