package io.jvmtap.cli.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the machine can talk to itself, which is all that jvmtap's parts do.
 *
 * @param name {@code localhost}
 */
public record LoopbackCheck(String name) implements Check {
    private static final int MILLIS = 2_000;
    /** In the net of which lookups answer with addresses of ours. */
    private static final byte[] ONE_OF_OURS = {127, 64, 0, 1};

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                Socket client = new Socket()) {
            client.connect(server.getLocalSocketAddress(), MILLIS);
            findings.add(Finding.fine("a port of 127.0.0.1 can be opened and reached"));
        } catch (IOException e) {
            findings.add(Finding.wrong(
                    "no port of 127.0.0.1 can be opened and reached: " + e.getMessage(),
                    "ip link set lo up, or see which firewall or sandbox forbids it"));
        }
        try (ServerSocket server = new ServerSocket()) {
            server.bind(new InetSocketAddress(InetAddress.getByAddress(ONE_OF_OURS), 0));
            findings.add(Finding.fine("127.64.0.0/16 is this machine's own"));
        } catch (IOException e) {
            findings.add(Finding.note(
                    "127.64.0.1 is not an address of this machine (" + e.getMessage()
                            + "); programs see it, but what pings it fails",
                    "jvmtap run --single-address ..."));
        }
        try {
            InetAddress found = InetAddress.getByName(name);
            findings.add(
                    found.isLoopbackAddress()
                            ? Finding.fine(name + " is " + found.getHostAddress())
                            : Finding.wrong(
                                    name + " is " + found.getHostAddress() + ", which is not this machine's loopback",
                                    "put \"127.0.0.1 localhost\" into /etc/hosts"));
        } catch (UnknownHostException e) {
            findings.add(Finding.wrong(name + " is not known here", "put \"127.0.0.1 localhost\" into /etc/hosts"));
        }
        return findings;
    }
}
