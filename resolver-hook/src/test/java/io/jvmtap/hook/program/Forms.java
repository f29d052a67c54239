package io.jvmtap.hook.program;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.Locale;

/** {@code Forms NAME}: every form of a lookup and of an address's use other than a connect. Prints what it sees. */
public final class Forms {
    private Forms() {}

    public static void main(String[] arguments) throws Exception {
        String name = arguments[0];
        lookups(name);
        names(name);
        local();
        uses(name);
    }

    private static void lookups(String name) throws IOException {
        show("byName", InetAddress.getByName(name));
        show("all", (Object[]) InetAddress.getAllByName(name));
        show("socket", new InetSocketAddress(name, 80));
        show("socket", new InetSocketAddress(name, 80).getAddress());
        show("literal", (Object[]) InetAddress.getAllByName("10.1.2.3"));
        show("literal", InetAddress.getByName("::1"), InetAddress.getByName("[2001:db8::7]"));
        show("empty", InetAddress.getByName(""), InetAddress.getByName(null));
        show("none", InetSocketAddress.createUnresolved(name, 81));
        String upper = name.toUpperCase(Locale.ROOT);
        for (String wrong : new String[] {upper, "nowhere.example.test", "a..b", "300.1.1.1", "[zz]"}) {
            try {
                show(wrong, InetAddress.getByName(wrong));
            } catch (IOException expected) {
                System.out.println(expected);
            }
        }
        InetAddress one = InetAddress.getByName(name);
        System.out.println(one.equals(InetAddress.getByName(name)) + " " + one.isLoopbackAddress() + " "
                + one.isSiteLocalAddress());
    }

    /** From addresses back to names: nobody but us knows ours. */
    private static void names(String name) throws IOException {
        InetAddress known = InetAddress.getByName(name);
        show("name", known.getHostName(), known.getCanonicalHostName());
        InetAddress bare = InetAddress.getByAddress(known.getAddress());
        show("bare", bare.getHostName(), bare.getCanonicalHostName());
        show("socket", new InetSocketAddress(bare, 1).getHostName());
        show("home", InetAddress.getByAddress(new byte[] {127, 0, 0, 1}).getHostName());
    }

    private static void local() throws IOException {
        show("loopback", InetAddress.getLoopbackAddress(), InetAddress.getByName("localhost"));
        String own = null;
        try {
            own = InetAddress.getLocalHost().getHostName();
            show("own", InetAddress.getLocalHost(), InetAddress.getByName(own));
        } catch (IOException notInTheHostsFile) {
            System.out.println("own " + own + " " + notInTheHostsFile.getClass());
        }
    }

    private static void uses(String name) throws IOException {
        InetAddress host = InetAddress.getByName(name);
        System.out.println("reachable " + host.isReachable(2000));
        try (ServerSocket bound = new ServerSocket(0, 1, host);
                ServerSocket late = new ServerSocket()) {
            late.bind(new InetSocketAddress(host, 0));
            System.out.println("bound " + raw(bound.getInetAddress()) + " " + raw(late.getInetAddress()));
        }
        try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            receiver.setSoTimeout(5000);
            datagrams(host, receiver);
        }
    }

    private static void datagrams(InetAddress host, DatagramSocket receiver) throws IOException {
        InetSocketAddress to = new InetSocketAddress(host, receiver.getLocalPort());
        try (DatagramSocket sender = new DatagramSocket()) {
            sender.send(new DatagramPacket(new byte[] {1}, 1, to));
            System.out.println("sent " + received(receiver));
            sender.connect(to);
            sender.send(new DatagramPacket(new byte[] {2}, 1));
            System.out.println("connected " + received(receiver) + " " + (sender.getPort() == to.getPort()));
        }
        try (MulticastSocket sender = new MulticastSocket()) {
            sender.send(new DatagramPacket(new byte[] {3}, 1, to));
            System.out.println("multicast " + received(receiver));
        }
        try (DatagramChannel channel = DatagramChannel.open();
                DatagramChannel connected = DatagramChannel.open()) {
            channel.send(ByteBuffer.wrap(new byte[] {4}), to);
            System.out.println("channel " + received(receiver));
            channel.send((ByteBuffer) ByteBuffer.allocateDirect(1).put((byte) 5).flip(), to);
            System.out.println("direct " + received(receiver));
            connected.connect(to);
            connected.write(ByteBuffer.wrap(new byte[] {6}));
            System.out.println("channel connected " + received(receiver));
        }
    }

    private static int received(DatagramSocket receiver) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[1], 1);
        receiver.receive(packet);
        return packet.getData()[0];
    }

    /** Without the name that an address may or may not have been given. */
    private static String raw(InetAddress address) {
        return address.getHostAddress();
    }

    private static void show(String what, Object... seen) {
        System.out.println(what + " " + Arrays.toString(seen));
    }
}
