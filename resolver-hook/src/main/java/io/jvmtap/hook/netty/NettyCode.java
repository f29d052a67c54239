package io.jvmtap.hook.netty;

import io.jvmtap.hook.agent.AtEntry;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What the insertions into Netty share. */
abstract class NettyCode extends AtEntry {
    static final String OBJECT = "Ljava/lang/Object;";
    static final String ADDRESS = "Ljava/net/SocketAddress;";

    final Copy copy;

    NettyCode(Copy copy, MethodVisitor next) {
        super(next);
        this.copy = copy;
    }

    final void bridge(String method, String descriptor) {
        call("NettyBridge", method, descriptor);
    }

    final void loadThis() {
        visitVarInsn(Opcodes.ALOAD, 0);
    }

    /** In an inner class: the channel around it. */
    final void loadOuter() {
        loadThis();
        visitFieldInsn(Opcodes.GETFIELD, copy.owner, copy.outerField, "L" + copy.outer + ";");
    }

    /** In a channel: its socket. */
    final void loadSocket() {
        loadThis();
        socketOf(copy.owner);
    }

    /** In an inner class: the socket of the channel around it. */
    final void loadOuterSocket() {
        loadOuter();
        socketOf(String.valueOf(copy.outer));
    }

    private void socketOf(String channel) {
        own(channel, "fd", "()" + copy.type("channel/unix/FileDescriptor"));
    }

    final void own(String owner, String method, String descriptor) {
        visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, method, descriptor, false);
    }

    /** In a channel: socket, event loop, connect time limit, remote address: what a bridge's {@code opening} takes. */
    final void loadOpening() {
        String channel = copy.home + "channel/Channel";
        String config = copy.home + "channel/ChannelConfig";
        loadSocket();
        loadThis();
        visitMethodInsn(Opcodes.INVOKEINTERFACE, channel, "eventLoop", "()" + copy.type("channel/EventLoop"), true);
        loadThis();
        visitMethodInsn(Opcodes.INVOKEINTERFACE, channel, "config", "()L" + config + ";", true);
        visitMethodInsn(Opcodes.INVOKEINTERFACE, config, "getConnectTimeoutMillis", "()I", true);
        visitVarInsn(Opcodes.ALOAD, 1);
    }

    /** A method without a result ends here if the boolean on the stack is true. */
    final void returnIfTrue() {
        Label goOn = new Label();
        visitJumpInsn(Opcodes.IFEQ, goOn);
        visitInsn(Opcodes.RETURN);
        land(goOn);
    }
}
