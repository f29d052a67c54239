package io.jvmtap.hook.program;

import java.io.File;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code Odds WHAT HOST PORT}: corners of the sockets of a JVM. Prints what it sees. */
public final class Odds {
    private Odds() {}

    public static void main(String[] arguments) throws Exception {
        String host = arguments.length > 1 ? arguments[1] : "";
        int port = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
        switch (arguments[0]) {
            case "addresses":
                addresses(host);
                break;
            case "own":
                ownLoopback();
                break;
            case "many":
                many(host, port);
                break;
            case "close":
                closeWhileConnecting(host, port);
                break;
            case "interrupt":
                interruptWhileConnecting(host, port);
                break;
            case "datagram":
                datagram(host);
                break;
            case "blind":
                blind(host, port);
                break;
            case "child":
                child(arguments);
                break;
            case "visible":
                visible(host.split(","));
                break;
            case "shared":
                shared(host, port);
                break;
            case "unix":
                unix(host);
                break;
            case "twice":
                twice(host, port);
                break;
            case "virtual":
                virtual(host, port);
                break;
            default:
                System.out.println("nothing");
        }
    }

    private static void addresses(String host) throws Exception {
        for (InetAddress address : InetAddress.getAllByName(host)) {
            System.out.println(address);
        }
        System.out.println(InetAddress.getByName(host).getHostName());
    }

    private static void ownLoopback() throws Exception {
        for (String name : Arrays.asList("127.0.0.1", "localhost")) {
            try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                    Socket socket = new Socket(name, server.getLocalPort());
                    Socket accepted = server.accept()) {
                socket.getOutputStream().write(65);
                System.out.println(name + " " + accepted.getInputStream().read());
            }
        }
    }

    private static void many(String host, int port) throws Exception {
        AtomicInteger good = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String way = i % 2 == 0 ? "url" : "adaptor";
            Thread thread = new Thread(() -> {
                try {
                    if (Connects.answer(way, host, port).contains("200")) {
                        good.incrementAndGet();
                    }
                } catch (Exception failed) {
                    failed.printStackTrace();
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(good.get());
    }

    private static void closeWhileConnecting(String host, int port) throws Exception {
        Socket socket = new Socket();
        SocketChannel channel = SocketChannel.open();
        endsWhenClosed(() -> socket.connect(new InetSocketAddress(host, port)), socket::close);
        Socket timed = new Socket();
        endsWhenClosed(() -> timed.connect(new InetSocketAddress(host, port), 50_000), timed::close);
        endsWhenClosed(() -> channel.connect(new InetSocketAddress(host, port)), channel::close);
    }

    private static void interruptWhileConnecting(String host, int port) throws Exception {
        SocketChannel channel = SocketChannel.open();
        Thread[] self = {Thread.currentThread()};
        endsWhenClosed(
                () -> {
                    self[0] = Thread.currentThread();
                    channel.connect(new InetSocketAddress(host, port));
                },
                () -> self[0].interrupt());
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void endsWhenClosed(Step connect, Step close) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            try {
                begun.countDown();
                connect.run();
                System.out.println("connected");
            } catch (Exception thrown) {
                System.out.println(thrown);
            }
        });
        thread.start();
        begun.await();
        while (isOnItsWay(thread)) {
            Thread.yield();
        }
        close.run();
        thread.join();
    }

    /** True until the thread waits in a poll. */
    private static boolean isOnItsWay(Thread thread) {
        StackTraceElement[] trace = thread.getStackTrace();
        boolean waits = trace.length > 0
                && trace[0].isNativeMethod()
                && trace[0].getMethodName().equals("poll");
        return thread.isAlive() && !waits;
    }

    private static void datagram(String host) throws Exception {
        try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
                DatagramSocket sender = new DatagramSocket()) {
            sender.connect(InetAddress.getByName(host), receiver.getLocalPort());
            sender.send(new DatagramPacket(new byte[] {42}, 1));
            DatagramPacket got = new DatagramPacket(new byte[10], 10);
            receiver.setSoTimeout(5000);
            receiver.receive(got);
            System.out.println(got.getLength() + " " + got.getData()[0]);
        }
    }

    private static void blind(String host, int port) throws Exception {
        URL here = new File(Odds.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toURI()
                .toURL();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {here}, null)) {
            Class<?> other = loader.loadClass(Connects.class.getName());
            String[] arguments = {"socket", host, String.valueOf(port)};
            other.getMethod("main", String[].class).invoke(null, (Object) arguments);
            System.out.println(other != Connects.class);
        }
    }

    private static void child(String[] arguments) throws Exception {
        String java = System.getProperty("java.home") + "/bin/java";
        List<String> command = new ArrayList<>(Arrays.asList(
                java,
                "-Djdk.net.hosts.file=" + System.getProperty("jdk.net.hosts.file"),
                "-cp",
                System.getProperty("java.class.path"),
                Connects.class.getName(),
                "socket",
                arguments[1],
                arguments[2]));
        List<String> before = new ArrayList<>(command);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        System.out.flush();
        System.out.println(builder.start().waitFor());
        System.out.println(before.equals(builder.command()));
    }

    /** Which of these classes the program's own loader finds. */
    private static void visible(String[] names) {
        for (String name : names) {
            try {
                Class.forName(name, false, Odds.class.getClassLoader());
                System.out.println(name);
            } catch (ClassNotFoundException hidden) {
                // As it should be.
            }
        }
    }

    /** Two threads finish the connect of one channel, over and over. */
    private static void shared(String host, int port) throws Exception {
        for (int i = 0; i < 50; i++) {
            try (SocketChannel channel = SocketChannel.open()) {
                channel.configureBlocking(false);
                channel.connect(new InetSocketAddress(host, port));
                Thread other = new Thread(() -> finish(channel));
                other.start();
                finish(channel);
                other.join();
                channel.configureBlocking(true);
                System.out.println(channel.isConnected() + " " + Connects.exchange(channel));
            }
        }
    }

    private static void finish(SocketChannel channel) {
        try {
            while (!channel.finishConnect()) {
                Thread.yield();
            }
        } catch (java.io.IOException failed) {
            System.out.println(failed);
        }
    }

    /** Sockets of the file system, by reflection: they came with 16. */
    private static void unix(String path) throws Exception {
        java.net.ProtocolFamily family = java.net.StandardProtocolFamily.valueOf("UNIX");
        java.net.SocketAddress address = (java.net.SocketAddress) Class.forName("java.net.UnixDomainSocketAddress")
                .getMethod("of", String.class)
                .invoke(null, path);
        java.lang.reflect.Method open =
                java.nio.channels.ServerSocketChannel.class.getMethod("open", java.net.ProtocolFamily.class);
        try (java.nio.channels.ServerSocketChannel server =
                        (java.nio.channels.ServerSocketChannel) open.invoke(null, family);
                SocketChannel client = (SocketChannel) SocketChannel.class
                        .getMethod("open", java.net.ProtocolFamily.class)
                        .invoke(null, family)) {
            server.bind(address);
            System.out.println(client.connect(address) + " " + client.isConnected());
            try (SocketChannel accepted = server.accept()) {
                client.write(java.nio.ByteBuffer.wrap(new byte[] {7}));
                java.nio.ByteBuffer in = java.nio.ByteBuffer.allocate(1);
                accepted.read(in);
                System.out.println(in.get(0));
            }
        }
    }

    private static void virtual(String host, int port) throws Exception {
        // By reflection, since the tests are compiled for 17 and virtual threads came with 21.
        Thread[] started = new Thread[10];
        for (int i = 0; i < started.length; i++) {
            String way = i % 2 == 0 ? "socket" : "channel";
            Runnable task = () -> {
                try {
                    System.out.println(Connects.answer(way, host, port));
                } catch (Exception failed) {
                    failed.printStackTrace();
                }
            };
            started[i] = (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
            started[i].join();
        }
    }

    private static void twice(String host, int port) throws Exception {
        System.out.println(Connects.answer("socket", host, port));
        System.out.println(Connects.answer("socket", host, port));
    }
}
