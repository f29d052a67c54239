package io.jvmtap.hook.program;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** {@code Fails WAY HOST PORT}: connects, and lets what is thrown escape, so that the JVM prints its trace. */
public final class Fails {
    private Fails() {}

    public static void main(String[] arguments) throws Exception {
        InetSocketAddress to = new InetSocketAddress(arguments[1], Integer.parseInt(arguments[2]));
        if (to.isUnresolved()) {
            new Socket().connect(to);
        }
        switch (arguments[0]) {
            case "socket":
                new Socket().connect(to);
                break;
            case "timed":
                new Socket().connect(to, 5000);
                break;
            case "short":
                new Socket().connect(to, 300);
                break;
            case "lookup":
                Connects.all(arguments[1]);
                break;
            case "channel":
                SocketChannel.open(to);
                break;
            case "adaptor":
                SocketChannel.open().socket().connect(to, 5000);
                break;
            case "http":
                Connects.answer("http", arguments[1], to.getPort());
                break;
            case "url":
                Connects.answer("url", arguments[1], to.getPort());
                break;
            case "async":
                AsynchronousSocketChannel.open().connect(to).get();
                break;
            default:
                select(to);
        }
        System.out.println("connected");
    }

    private static void select(InetSocketAddress to) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        Selector selector = Selector.open();
        channel.register(selector, SelectionKey.OP_CONNECT);
        channel.connect(to);
        while (selector.selectedKeys().isEmpty()) {
            selector.select();
        }
        channel.finishConnect();
    }
}
