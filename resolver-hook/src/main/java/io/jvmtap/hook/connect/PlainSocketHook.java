package io.jvmtap.hook.connect;

import io.jvmtap.hook.agent.MethodHook;
import io.jvmtap.hook.agent.Point;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * {@code java.net.AbstractPlainSocketImpl}: {@code java.net.Socket} until JDK 12, and until 17 with
 * {@code -Djdk.net.usePlainSocketImpl=true}. Its call of the native connect becomes one of
 * {@link io.jvmtap.hook.boot.PlainSocketBridge}.
 */
public final class PlainSocketHook extends MethodHook {
    private static final String SOCKET = "java/net/AbstractPlainSocketImpl";
    private static final String DESCRIPTOR = "(Ljava/net/InetAddress;II)V";

    public PlainSocketHook() {
        super("connect.plain", Point.required(SOCKET, "doConnect", DESCRIPTOR).until(17));
    }

    @Override
    protected MethodVisitor into(String owner, String method, MethodVisitor next) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitMethodInsn(int opcode, String type, String name, String descriptor, boolean ofInterface) {
                if (name.equals("socketConnect") && descriptor.equals(DESCRIPTOR)) {
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC,
                            ConnectCode.BRIDGES + "PlainSocketBridge",
                            "connect",
                            "(Ljava/net/SocketImpl;Ljava/net/InetAddress;II)V",
                            false);
                } else {
                    super.visitMethodInsn(opcode, type, name, descriptor, ofInterface);
                }
            }
        };
    }
}
