package io.jvmtap.hook.boot;

import java.io.FileDescriptor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connect of the program on its way from the class that it called down to the native call: what was asked for, and by
 * whom. Made at the upper hook, completed at {@code Net.connect}. Used by one thread.
 */
final class Attempt {
    final FileDescriptor fd;

    /** The channel, or the socket implementation. */
    final Object owner;

    /** Whether the native connect may block; otherwise the caller polls, parks or selects. */
    final boolean blocking;

    /** The program's own limit, 0 for none. */
    final long waitMillis;

    private final String host;
    private final InetSocketAddress asked;

    @Nullable
    ProtocolFamily family;

    /** How the native code that the program's call ends in reports a failure. */
    Lookalike.Manner manner = Lookalike.Manner.BLOCKING;

    Attempt(FileDescriptor fd, Object owner, InetSocketAddress asked, boolean blocking, long waitMillis) {
        this.fd = fd;
        this.owner = owner;
        this.asked = asked;
        this.host = asked.getHostString();
        this.blocking = blocking;
        this.waitMillis = waitMillis;
    }

    int port() {
        return asked.getPort();
    }

    /** The name asked for, or the literal address. */
    String name() {
        AddressMap.Known known = AddressMap.behind(asked.getAddress());
        return known != null && Selection.isLiteral(host) ? known.name : host;
    }

    /** The real address behind the one that the program chose. */
    InetAddress real() {
        InetAddress address = asked.getAddress();
        AddressMap.Known known = AddressMap.behind(address);
        if (known != null) {
            return known.real;
        }
        List<InetAddress> all = AddressMap.real(host);
        boolean shared = !all.isEmpty() && address.isLoopbackAddress() && !Selection.isLiteral(host);
        return shared ? all.get(0) : address;
    }

    /** All real addresses of the name in the resolver's order; at least the one chosen. */
    List<InetAddress> allReal() {
        List<InetAddress> all = AddressMap.real(name());
        return all.contains(real()) ? all : Collections.singletonList(real());
    }

    /** A name is judged by itself; the program's own loopback traffic, by literal address, is left alone. */
    boolean isSelected(Session session) {
        InetAddress address = asked.getAddress();
        if (address == null || address.isMulticastAddress()) {
            return false;
        }
        String name = name();
        boolean own = Selection.isLiteral(name) && (address.isLoopbackAddress() || address.isAnyLocalAddress());
        return !own && session.selection().selects(name);
    }
}
