package io.jvmtap.hook.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;

/** {@code Connects WAY HOST PORT}: one request for the first line of what an HTTP server answers, in one of many ways. */
public final class Connects {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

    private Connects() {}

    public static void main(String[] arguments) throws Exception {
        String host = arguments[1];
        int port = Integer.parseInt(arguments[2]);
        for (String way : arguments[0].split(",")) {
            System.out.println(way + ": " + answer(way, host, port));
        }
    }

    static String answer(String way, String host, int port) throws Exception {
        switch (way) {
            case "socket":
                return bySocket(host, port, 0);
            case "constructor":
                try (Socket socket = new Socket(host, port)) {
                    return socket.isConnected() + " " + exchange(socket);
                }
            case "bound":
                return byBoundSockets(host, port);
            case "no-proxy":
                return withoutProxy(host, port);
            case "factory":
                try (Socket socket = SocketFactory.getDefault().createSocket(host, port)) {
                    return exchange(socket);
                }
            case "timed":
                return bySocket(host, port, 5000);
            case "url":
                return byUrl(host, port);
            case "http":
                return byHttpClient(host, port);
            case "async":
                return byAsynchronousChannel(host, port);
            case "handler":
                return byCompletionHandler(host, port);
            case "finish-blocking":
                return byBlockingFinish(host, port);
            case "channel":
                return byChannel(host, port);
            case "adaptor":
                return byAdaptor(host, port);
            case "selector":
                return bySelector(host, port, false);
            case "registered-first":
                return bySelector(host, port, true);
            default:
                return bySpinning(host, port);
        }
    }

    private static String bySocket(String host, int port, int millis) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), millis);
            System.out.println("port " + socket.getPort() + " name "
                    + socket.getInetAddress().getHostName());
            return exchange(socket);
        }
    }

    /** With an address and a port of the program's own. */
    private static String byBoundSockets(String host, int port) throws IOException {
        InetAddress own = InetAddress.getByName("127.0.0.1");
        try (Socket socket = new Socket(InetAddress.getByName(host), port, own, 0);
                Socket late = new Socket()) {
            late.bind(new InetSocketAddress(own, 0));
            late.connect(new InetSocketAddress(host, port), 5000);
            return socket.getLocalAddress() + " " + exchange(socket) + " " + exchange(late);
        }
    }

    private static String withoutProxy(String host, int port) throws IOException {
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(new InetSocketAddress(host, port));
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://" + host + ":" + port + "/").toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(5000);
            return exchange(socket) + " " + connection.getResponseCode();
        }
    }

    static String exchange(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(REQUEST.getBytes(StandardCharsets.US_ASCII));
        return line(socket.getInputStream());
    }

    private static String byUrl(String host, int port) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://" + host + ":" + port + "/").toURL().openConnection();
        return connection.getResponseCode() + " " + connection.getResponseMessage();
    }

    private static String byHttpClient(String host, int port) throws Exception {
        // By reflection: this class runs on JDK 8 too.
        return (String) Class.forName("io.jvmtap.hook.program.HttpClientRequest")
                .getMethod("answer", String.class, int.class)
                .invoke(null, host, port);
    }

    private static String byAsynchronousChannel(String host, int port) throws Exception {
        try (AsynchronousSocketChannel channel = AsynchronousSocketChannel.open()) {
            channel.connect(new InetSocketAddress(host, port)).get();
            InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
            System.out.println("port " + remote.getPort() + " name " + remote.getHostString());
            return exchange(channel);
        }
    }

    private static String byCompletionHandler(String host, int port) throws Exception {
        AsynchronousChannelGroup group = AsynchronousChannelGroup.withFixedThreadPool(1, Thread::new);
        try (AsynchronousSocketChannel channel = AsynchronousSocketChannel.open(group)) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            channel.connect(new InetSocketAddress(host, port), "attached", new CompletionHandler<Void, String>() {
                @Override
                public void completed(Void none, String attached) {
                    answer.complete(attached);
                }

                @Override
                public void failed(Throwable thrown, String attached) {
                    answer.completeExceptionally(thrown);
                }
            });
            return answer.get(5, TimeUnit.SECONDS) + " " + exchange(channel);
        } finally {
            group.shutdownNow();
        }
    }

    private static String exchange(AsynchronousSocketChannel channel) throws Exception {
        channel.write(ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII)))
                .get();
        ByteBuffer in = ByteBuffer.allocate(12);
        while (in.hasRemaining() && channel.read(in).get() > 0) {
            // Until the status is there.
        }
        return new String(in.array(), StandardCharsets.US_ASCII);
    }

    private static String byChannel(String host, int port) throws IOException {
        try (SocketChannel channel = SocketChannel.open(new InetSocketAddress(host, port))) {
            InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
            System.out.println("port " + remote.getPort() + " name " + remote.getHostString());
            return exchange(channel);
        }
    }

    private static String byAdaptor(String host, int port) throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            channel.socket().connect(new InetSocketAddress(host, port), 5000);
            return exchange(channel);
        }
    }

    private static String bySpinning(String host, int port) throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            channel.configureBlocking(false);
            channel.connect(new InetSocketAddress(host, port));
            while (!channel.finishConnect()) {
                Thread.yield();
            }
            channel.configureBlocking(true);
            return exchange(channel);
        }
    }

    private static String byBlockingFinish(String host, int port) throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            channel.configureBlocking(false);
            boolean connected = channel.connect(new InetSocketAddress(host, port));
            channel.configureBlocking(true);
            return (connected || channel.finishConnect()) + " " + exchange(channel);
        }
    }

    private static String bySelector(String host, int port, boolean registeredFirst) throws IOException {
        try (SocketChannel channel = SocketChannel.open();
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            if (registeredFirst) {
                channel.register(selector, SelectionKey.OP_CONNECT);
            }
            if (!channel.connect(new InetSocketAddress(host, port))) {
                channel.register(selector, SelectionKey.OP_CONNECT);
                int wakes = 0;
                while (selector.selectedKeys().isEmpty()) {
                    selector.select();
                    wakes++;
                }
                if (wakes > 5) {
                    System.out.println("busy: " + wakes);
                }
                if (!channel.finishConnect()) {
                    throw new IOException("selected, but not connected");
                }
            }
            for (SelectionKey key : selector.keys()) {
                key.cancel();
            }
            selector.selectNow();
            channel.configureBlocking(true);
            return exchange(channel);
        }
    }

    static String exchange(SocketChannel channel) throws IOException {
        channel.write(ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII)));
        return line(channel.socket().getInputStream());
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r' && c != -1; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    static InetAddress[] all(String host) throws IOException {
        return InetAddress.getAllByName(host);
    }
}
