package io.jvmtap.clients.programs;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A {@code SocketChannel} that is connected by a selector, and an {@code SSLEngine}. */
public final class SocketChannelClient {
    private SocketChannelClient() {}

    public static void main(String[] args) {
        Seen.each(args, SocketChannelClient::visit);
    }

    private static String visit(URI url) throws Exception {
        try (Selector selector = Selector.open();
                SocketChannel channel = SocketChannel.open()) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            channel.connect(new InetSocketAddress(url.getHost(), url.getPort()));
            while (!channel.finishConnect()) {
                selector.select();
                selector.selectedKeys().clear();
            }
            key.cancel();
            selector.selectNow();
            channel.configureBlocking(true);
            return EngineTls.visit(url, new EngineTls.Wire() {
                @Override
                public int read(ByteBuffer into) throws Exception {
                    return channel.read(into);
                }

                @Override
                public void write(ByteBuffer from) throws Exception {
                    while (from.hasRemaining()) {
                        channel.write(from);
                    }
                }
            });
        }
    }
}
