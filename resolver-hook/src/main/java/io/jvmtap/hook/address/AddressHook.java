package io.jvmtap.hook.address;

import io.jvmtap.hook.agent.AtEntry;
import io.jvmtap.hook.agent.MethodHook;
import io.jvmtap.hook.agent.Point;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The JDK's methods that use an address other than to connect a stream: binding, datagrams, {@code isReachable}. Each
 * gets the real address. ({@code Net.connect}, where datagram channels connect, is the connect hook's.) Calls
 * {@link io.jvmtap.hook.boot.AddressBridge}.
 */
public final class AddressHook extends MethodHook {
    private static final String INET = "Ljava/net/InetAddress;";
    private static final String INET_SOCKET = "Ljava/net/InetSocketAddress;";
    private static final String SOCKET = "Ljava/net/SocketAddress;";
    private static final String CHANNEL = "Ljava/nio/channels/DatagramChannel;";
    private static final String BY_ADDRESS = "getHostFromNameService";
    private static final String PACKET = "Ljava/net/DatagramPacket;";
    private static final String REACHABLE = "(" + INET + "ILjava/net/NetworkInterface;I)Z";
    private static final String PLAIN_DATAGRAM = "java/net/AbstractPlainDatagramSocketImpl";

    public AddressHook() {
        super(
                "addresses",
                Point.required(
                        "sun/nio/ch/Net", "bind", "(Ljava/net/ProtocolFamily;Ljava/io/FileDescriptor;" + INET + "I)V"),
                Point.required(
                        "sun/nio/ch/DatagramChannelImpl",
                        "sendFromNativeBuffer",
                        "(Ljava/io/FileDescriptor;Ljava/nio/ByteBuffer;" + INET_SOCKET + ")I"),
                Point.required("sun/nio/ch/DatagramChannelImpl", "connect", "(" + SOCKET + ")" + CHANNEL)
                        .until(11),
                Point.required("sun/nio/ch/DatagramChannelImpl", "connect", "(" + SOCKET + "Z)" + CHANNEL)
                        .from(17),
                // Which name an address has: ours would be asked of the network, and have none.
                Point.required("java/net/InetAddress", BY_ADDRESS, "(" + INET + "Z)Ljava/lang/String;")
                        .until(24),
                Point.optional("java/net/InetAddress", BY_ADDRESS, "(" + INET + "Z)Ljava/lang/String;")
                        .from(25),
                Point.optional("java/net/InetAddress", BY_ADDRESS, "(" + INET + ")Ljava/lang/String;")
                        .from(22),
                Point.required("java/net/Inet4AddressImpl", "isReachable", REACHABLE),
                Point.required("java/net/Inet6AddressImpl", "isReachable", REACHABLE),
                // The sockets of JDK 8 to 17, in the end.
                Point.required("java/net/AbstractPlainSocketImpl", "bind", "(" + INET + "I)V"),
                Point.required(PLAIN_DATAGRAM, "bind", "(I" + INET + ")V"),
                Point.required(PLAIN_DATAGRAM, "connect", "(" + INET + "I)V"),
                // Those who hand packets to an implementation, which until 8 is native at once.
                Point.required("java/net/DatagramSocket", "send", "(" + PACKET + ")V")
                        .until(14),
                Point.required("java/net/MulticastSocket", "send", "(" + PACKET + "B)V")
                        .until(14),
                Point.required("java/net/NetMulticastSocket", "send", "(" + PACKET + ")V")
                        .from(15));
    }

    @Override
    protected MethodVisitor into(String owner, String method, MethodVisitor next) {
        if (method.equals("send")) {
            return new SendCode(next);
        }
        if (method.equals("sendFromNativeBuffer")) {
            return new ParameterCode(3, "real", INET_SOCKET, next);
        }
        if (owner.equals("sun/nio/ch/DatagramChannelImpl")) {
            return new ParameterCode(1, "connected", SOCKET, next);
        }
        if (method.equals(BY_ADDRESS)) {
            return new ParameterCode(0, "real", INET, next);
        }
        // Net's methods are static; a datagram socket's bind has the port before the address.
        boolean second = method.equals("bind") && !owner.equals("java/net/AbstractPlainSocketImpl");
        return new ParameterCode(second ? 2 : 1, "real", INET, next);
    }

    /** Replaces the parameter that is an address. */
    private static final class ParameterCode extends AtEntry {
        private final int local;
        private final String bridge;
        private final String type;

        ParameterCode(int local, String bridge, String type, MethodVisitor next) {
            super(next);
            this.local = local;
            this.bridge = bridge;
            this.type = type;
        }

        @Override
        protected void insert() {
            visitVarInsn(Opcodes.ALOAD, local);
            call("AddressBridge", bridge, "(" + type + ")" + type);
            visitVarInsn(Opcodes.ASTORE, local);
        }
    }

    /** Replaces the packet on its way to the implementation of a datagram socket. */
    private static final class SendCode extends AtEntry {
        SendCode(MethodVisitor next) {
            super(next);
        }

        @Override
        protected void insert() {
            // All of it happens before the call of the implementation.
        }

        @Override
        public void visitMethodInsn(int opcode, String type, String name, String descriptor, boolean ofInterface) {
            if (type.equals("java/net/DatagramSocketImpl") && descriptor.equals("(" + PACKET + ")V")) {
                call("AddressBridge", "real", "(" + PACKET + ")" + PACKET);
            }
            super.visitMethodInsn(opcode, type, name, descriptor, ofInterface);
        }
    }
}
