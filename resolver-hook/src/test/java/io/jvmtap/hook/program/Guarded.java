package io.jvmtap.hook.program;

import java.io.FileInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SocketChannel;

/** {@code Guarded HOST PORT}: what a policy may grant and deny around sockets, with the traces of what it denies. */
public final class Guarded {
    private static final String DENIED = "denied.example.test";

    private Guarded() {}

    private interface Step {
        Object run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        String host = arguments[0];
        int port = Integer.parseInt(arguments[1]);
        for (String way : new String[] {"socket", "timed", "url", "channel", "adaptor", "selector", "async"}) {
            System.out.println(way + ": " + Connects.answer(way, host, port));
        }
        attempt(() -> new Socket(DENIED, port));
        attempt(() -> SocketChannel.open(new InetSocketAddress(DENIED, port)));
        attempt(() -> AsynchronousSocketChannel.open()
                .connect(new InetSocketAddress(DENIED, port))
                .get());
        attempt(() -> new Socket(host, port + 1));
        attempt(() -> InetAddress.getByName(DENIED));
        attempt(() -> new ServerSocket(0));
        attempt(() -> System.getProperty("user.home"));
        attempt(() -> new FileInputStream("/proc/self/status"));
        attempt(() -> new ProcessBuilder("true").start());
    }

    private static void attempt(Step step) throws Exception {
        try {
            System.out.println(step.run().getClass());
        } catch (SecurityException denied) {
            denied.printStackTrace();
        }
    }
}
