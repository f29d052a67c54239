package io.jvmtap.relay;

import io.jvmtap.ca.MintedLeaf;
import io.jvmtap.entry.Arrival;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.Stamp;
import io.jvmtap.flow.TlsSession;
import io.jvmtap.relay.Relay.Parts;
import io.jvmtap.tls.Alerts;
import io.jvmtap.tls.ClientHello;
import io.jvmtap.tls.UnofferableException;
import io.netty.handler.ssl.SslHandler;
import java.nio.channels.ClosedChannelException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The TLS handshakes of one connection: with the server first, offering what the program offered; then a leaf is minted
 * after the server's; then with the program, which is given what the server chose. A failure upstream fails towards the
 * program in the same way.
 */
final class Handshakes {
    private final TappedConnection connection;
    private final Arrival arrival;
    private final Parts parts;
    private final Leg program;
    private final Leg server;
    private final ClientHello hello;
    private final Stamp started;

    Handshakes(TappedConnection connection, Arrival arrival, Parts parts, Leg program, Leg server, ClientHello hello) {
        this.connection = connection;
        this.arrival = arrival;
        this.parts = parts;
        this.program = program;
        this.server = server;
        this.hello = hello;
        this.started = parts.clock().now();
    }

    void start() {
        try {
            SslHandler tls = server.secure(parts.upstreamTls()
                    .engine(
                            hello,
                            arrival.destination().host(),
                            arrival.destination().port()));
            tls.handshakeFuture().addListener(done -> {
                if (done.isSuccess()) {
                    upstreamDone(tls);
                } else {
                    upstreamFailed(done.cause());
                }
            });
            // A program that gives up meanwhile must be noticed.
            program.read();
        } catch (UnofferableException e) {
            upstreamFailed(e);
        }
    }

    private void upstreamFailed(Throwable why) {
        Fault fault = Faults.handshake(Direction.OUT, why);
        failed(Direction.OUT, started, fault);
        switch (fault.code()) {
            case TLS_UPSTREAM_ALERT -> program.writeRawAndClose(Alerts.plaintextRecord(Alerts.code(fault.detail())));
            case TLS_UPSTREAM_CLOSED -> {
                if (Faults.reset(why)) {
                    program.reset();
                }
            }
            default -> program.writeRawAndClose(Alerts.plaintextRecord(Alerts.HANDSHAKE_FAILURE));
        }
        connection.close(fault);
    }

    private void upstreamDone(SslHandler tls) {
        SSLSession session = tls.engine().getSession();
        String alpn = alpn(tls);
        List<X509Certificate> chain;
        try {
            chain = chain(session);
        } catch (SSLPeerUnverifiedException e) {
            upstreamFailed(e);
            return;
        }
        succeeded(Direction.OUT, started, session, alpn, chain);
        parts.mint()
                .mirror(chain)
                .whenCompleteAsync(
                        (leaf, failure) -> {
                            if (failure == null) {
                                present(leaf, chain, session, alpn);
                            } else {
                                upstreamFailed(failure);
                            }
                        },
                        arrival.channel().eventLoop());
    }

    private void present(MintedLeaf leaf, List<X509Certificate> chain, SSLSession upstream, @Nullable String alpn) {
        if (!program.connected()) {
            connection.close(Faults.handshake(Direction.IN, new ClosedChannelException()));
            return;
        }
        Stamp begun = parts.clock().now();
        parts.connections().presented(arrival.connection(), sha256(leaf.certificate()));
        SslHandler tls = program.secure(
                parts.programTls().engine(leaf, chain, upstream.getProtocol(), upstream.getCipherSuite(), alpn));
        tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                succeeded(Direction.IN, begun, tls.engine().getSession(), alpn(tls), chain);
                connection.relay(alpn, true);
            } else {
                Fault fault = Faults.handshake(Direction.IN, done.cause());
                failed(Direction.IN, begun, fault);
                server.closeNotify();
                connection.close(fault);
            }
        });
        program.channel().pipeline().fireChannelRead(connection.takeFirst());
        program.channel().pipeline().fireChannelReadComplete();
    }

    private void succeeded(
            Direction side, Stamp from, SSLSession session, @Nullable String alpn, List<X509Certificate> chain) {
        List<byte[]> encoded = new ArrayList<>(chain.size());
        chain.forEach(certificate -> encoded.add(encoded(certificate)));
        boolean resumed = session.getCreationTime() < from.epochMicros() / 1000 - 1;
        parts.sink()
                .emit(new FlowEvent.Handshake(
                        arrival.connection(),
                        parts.clock().now(),
                        side,
                        from,
                        new TlsSession(
                                session.getProtocol(),
                                session.getCipherSuite(),
                                alpn,
                                hello.serverName(),
                                resumed,
                                encoded),
                        null));
    }

    private void failed(Direction side, Stamp from, Fault fault) {
        parts.sink()
                .emit(new FlowEvent.Handshake(
                        arrival.connection(), parts.clock().now(), side, from, null, fault));
    }

    private static @Nullable String alpn(SslHandler tls) {
        String chosen = tls.engine().getApplicationProtocol();
        return chosen == null || chosen.isEmpty() ? null : chosen;
    }

    private static List<X509Certificate> chain(SSLSession session) throws SSLPeerUnverifiedException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : session.getPeerCertificates()) {
            chain.add((X509Certificate) certificate);
        }
        return chain;
    }

    private static byte[] sha256(X509Certificate certificate) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(encoded(certificate));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was parsed has its encoding", e);
        }
    }
}
