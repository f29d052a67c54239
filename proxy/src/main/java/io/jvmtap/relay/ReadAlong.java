package io.jvmtap.relay;

import io.jvmtap.tls.ServerAnswer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Stands before a server's TLS and reads what the server says in the clear. Changes nothing; leaves when told. */
final class ReadAlong extends ChannelInboundHandlerAdapter {
    private final ServerAnswer answer = new ServerAnswer();

    ServerAnswer answer() {
        return answer;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            answer.read(bytes.nioBuffer());
        }
        ctx.fireChannelRead(message);
    }
}
