package io.jvmtap.cli;

import io.jvmtap.entry.Arrivals;
import io.jvmtap.entry.Doors;
import io.jvmtap.entry.Session;
import io.jvmtap.flow.FlowIds;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Locale;

/** The ports of resolver-only mode: whether this machine lets us listen on them, and how. */
final class DoorPorts {
    /** An address of the range that is given out; whether it is free does not matter, only whether it may be used. */
    private static final byte[] SAMPLE = {127, 64, 0, 1};

    private DoorPorts() {}

    /** @throws CommandFailure if the system is the wrong one, or a port needs a privilege that we do not have */
    static Doors doors(
            List<Integer> ports, EventLoopGroup loops, int backlog, Session session, Arrivals arrivals, FlowIds ids) {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            throw new CommandFailure(
                    "--no-connect-hook needs Linux, where all of 127.0.0.0/8 is this machine's own",
                    "leave the option out");
        }
        ports.forEach(DoorPorts::require);
        Doors.Binding binding = (address, handler) -> new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, backlog)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(handler)
                .bind(address);
        return new Doors(binding, ports, session, arrivals, ids);
    }

    private static void require(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByAddress(SAMPLE))) {
            probe.getLocalPort();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("permission")) {
                throw new CommandFailure(
                        "port " + port + " may not be listened on without the privilege CAP_NET_BIND_SERVICE",
                        "run jvmtap as root, or allow it to all: sysctl net.ipv4.ip_unprivileged_port_start=" + port,
                        e);
            }
            // In use there: another address will do.
        }
    }
}
