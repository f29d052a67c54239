package io.jvmtap.tls;

import io.jvmtap.ca.MintedLeaf;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * Handshakes within this process, with both sides ours. The first handshakes of a JVM take it a hundred times as long as
 * later ones, and while a program starts there is time to have them behind us.
 */
public final class TlsWarmUp {
    /** The first loads the classes; after a few more the curves' arithmetic is compiled. */
    static final int ROUNDS = 4;

    private static final String HOST = "warm-up.invalid";
    private static final String SUITE = "TLS_AES_128_GCM_SHA256";

    /** What the JDK's own clients offer first. */
    private static final ClientHello HELLO = new ClientHello(
            List.of(0x0304, 0x0303),
            true,
            List.of(0x1301),
            List.of(0x001d, 0x0017),
            List.of(0x0403, 0x0804, 0x0401),
            HOST,
            List.of("h2", "http/1.1"),
            ClientHello.Shape.NONE);

    private TlsWarmUp() {}

    /**
     * Takes some 100 ms of the calling thread. A failure is left to the first real handshake, which can report it.
     *
     * @return how many handshakes came to their end
     */
    public static int run(UpstreamTls upstream, ProgramTls program, MintedLeaf leaf) {
        int round = 0;
        try {
            while (round < ROUNDS) {
                SSLEngine server = program.engine(leaf, List.of(leaf.certificate()), "TLSv1.3", SUITE, "h2");
                // A port of its own each, or the session would be resumed.
                if (!shakeHands(upstream.engine(HELLO, HOST, round), server)) {
                    break;
                }
                round++;
            }
        } catch (SSLException | UnofferableException e) {
            return round;
        }
        return round;
    }

    private static boolean shakeHands(SSLEngine client, SSLEngine server) throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
        ByteBuffer toClient = ByteBuffer.allocate(server.getSession().getPacketBufferSize());
        ByteBuffer plain = ByteBuffer.allocate(client.getSession().getApplicationBufferSize());
        boolean moved = true;
        while (moved && (shaking(client) || shaking(server))) {
            moved = turn(client, toClient, plain, toServer) | turn(server, toServer, plain, toClient);
        }
        return !shaking(client) && !shaking(server);
    }

    /** @return whether anything came of it */
    private static boolean turn(SSLEngine engine, ByteBuffer in, ByteBuffer plain, ByteBuffer out) throws SSLException {
        for (Runnable task; (task = engine.getDelegatedTask()) != null; ) {
            task.run();
        }
        SSLEngineResult written = engine.wrap(ByteBuffer.allocate(0), out);
        in.flip();
        SSLEngineResult read = engine.unwrap(in, plain.clear());
        in.compact();
        return written.bytesProduced() > 0
                || read.bytesConsumed() > 0
                || engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK;
    }

    private static boolean shaking(SSLEngine engine) {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }
}
