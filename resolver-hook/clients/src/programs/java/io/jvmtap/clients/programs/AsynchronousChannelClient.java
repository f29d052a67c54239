package io.jvmtap.clients.programs;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;

/** An {@code AsynchronousSocketChannel} and an {@code SSLEngine}. */
public final class AsynchronousChannelClient {
    private AsynchronousChannelClient() {}

    public static void main(String[] args) {
        Seen.each(args, AsynchronousChannelClient::visit);
    }

    private static String visit(URI url) throws Exception {
        try (AsynchronousSocketChannel channel = AsynchronousSocketChannel.open()) {
            channel.connect(new InetSocketAddress(url.getHost(), url.getPort())).get();
            return EngineTls.visit(url, new EngineTls.Wire() {
                @Override
                public int read(ByteBuffer into) throws Exception {
                    return channel.read(into).get();
                }

                @Override
                public void write(ByteBuffer from) throws Exception {
                    while (from.hasRemaining()) {
                        channel.write(from).get();
                    }
                }
            });
        }
    }
}
