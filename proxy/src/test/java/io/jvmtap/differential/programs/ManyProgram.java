package io.jvmtap.differential.programs;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * {@code ManyProgram COUNT NAMES PORT}: opens that many connections as fast as it can, in turn to {@code n0}, {@code n1},
 * ..., says on each whom it believes to talk to, and wants that back. One selector; some hundred at a time.
 */
public final class ManyProgram {
    /** Each has to be acknowledged within a second, by a proxy that shares the machine with all the others. */
    private static final int AT_ONCE = 250;

    private static final String SUFFIX = ".many.jvmtap.test";

    private final Selector selector;
    private final InetSocketAddress[] hosts;
    private final int count;
    private int begun;
    private int good;

    private ManyProgram(int count, int names, int port) throws IOException {
        this.selector = Selector.open();
        this.count = count;
        this.hosts = new InetSocketAddress[names];
        for (int i = 0; i < names; i++) {
            hosts[i] = new InetSocketAddress("n" + i + SUFFIX, port);
        }
    }

    /** What is still to be sent, and what is still to come back. */
    private record Exchange(ByteBuffer out, ByteBuffer in) {}

    public static void main(String[] args) throws IOException {
        ManyProgram program =
                new ManyProgram(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        long start = System.nanoTime();
        program.run();
        System.err.println("millis " + (System.nanoTime() - start) / 1_000_000);
        Seen.say("good " + program.good);
    }

    private void run() throws IOException {
        while (begun < Math.min(AT_ONCE, count)) {
            begin();
        }
        while (selector.keys().size() > 0) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) {
                if (key.isValid()) {
                    step(key);
                }
            }
            selector.selectedKeys().clear();
            selector.selectNow();
        }
    }

    private void begin() throws IOException {
        InetSocketAddress host = hosts[begun % hosts.length];
        byte[] line = (host.getHostString() + " " + begun + "\n").getBytes(StandardCharsets.US_ASCII);
        begun++;
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.register(
                selector,
                SelectionKey.OP_CONNECT,
                new Exchange(ByteBuffer.wrap(line), ByteBuffer.allocate(line.length)));
        channel.connect(host);
    }

    private void step(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        Exchange exchange = (Exchange) key.attachment();
        if (key.isConnectable() && channel.finishConnect()) {
            key.interestOps(SelectionKey.OP_READ);
            // A line fits into the buffer of a socket that is empty.
            channel.write(exchange.out());
        } else if (key.isReadable()) {
            int n = channel.read(exchange.in());
            if (n < 0 || !exchange.in().hasRemaining()) {
                end(channel, exchange);
            }
        }
    }

    private void end(SocketChannel channel, Exchange exchange) throws IOException {
        if (exchange.in().flip().equals(exchange.out().flip())) {
            good++;
        }
        channel.close();
        if (begun < count) {
            begin();
        }
    }
}
