package io.jvmtap.hook.boot;

import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Called where an address is about to be used other than by a connect: in its place comes the real one behind it, since
 * one of ours means nothing outside this JVM. Also after detach.
 */
public final class AddressBridge {
    private static final HookStats STATS = HookStats.of("addresses");

    private AddressBridge() {}

    public static @Nullable InetAddress real(@Nullable InetAddress address) {
        AddressMap.Known known = AddressMap.behind(address);
        if (known == null) {
            return address;
        }
        STATS.ran();
        return known.real;
    }

    /** Where a datagram channel is about to connect. With the connect hook that is its business, and goes unseen. */
    public static @Nullable SocketAddress connected(@Nullable SocketAddress address) {
        Session session = Session.current();
        boolean hooked = session == null || session.connectHook();
        return hooked || !(address instanceof InetSocketAddress) ? address : real((InetSocketAddress) address);
    }

    public static @Nullable InetSocketAddress real(@Nullable InetSocketAddress address) {
        AddressMap.Known known = address == null ? null : AddressMap.behind(address.getAddress());
        if (address == null || known == null) {
            return address;
        }
        STATS.ran();
        return new InetSocketAddress(known.real, address.getPort());
    }

    /** A packet to send: a copy with the same bytes, because the program's own must keep the address it has. */
    public static DatagramPacket real(DatagramPacket packet) {
        AddressMap.Known known = AddressMap.behind(packet.getAddress());
        if (known == null) {
            return packet;
        }
        STATS.ran();
        return new DatagramPacket(
                packet.getData(), packet.getOffset(), packet.getLength(), known.real, packet.getPort());
    }
}
