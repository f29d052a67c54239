package io.jvmtap.relay;

import io.jvmtap.ca.MintedLeaf;
import io.jvmtap.entry.Arrival;
import io.jvmtap.entry.Judge;
import io.jvmtap.flow.ClientCertificate;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.Stamp;
import io.jvmtap.flow.TlsAnswer;
import io.jvmtap.flow.TlsSession;
import io.jvmtap.relay.Relay.Parts;
import io.jvmtap.tls.Alerts;
import io.jvmtap.tls.ClientAuth;
import io.jvmtap.tls.ClientHello;
import io.jvmtap.tls.Fingerprints;
import io.jvmtap.tls.Refusal;
import io.jvmtap.tls.UnofferableException;
import io.jvmtap.tls.UntrustedException;
import io.netty.handler.ssl.SslHandler;
import java.nio.channels.ClosedChannelException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
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
    /** Why the server refused while the program's handshake waited for it. */
    private @Nullable Fault upstreamFault;

    private final ClientAuth auth;
    private final Stamp started;
    private final Judging judging;
    private final ReadAlong readAlong = new ReadAlong();

    Handshakes(TappedConnection connection, Arrival arrival, Parts parts, Leg program, Leg server, ClientHello hello) {
        this.connection = connection;
        this.arrival = arrival;
        this.parts = parts;
        this.program = program;
        this.server = server;
        this.hello = hello;
        this.auth = new ClientAuth(parts.signatures().signer(arrival.id()));
        this.started = parts.clock().now();
        this.judging = arrival.judge() == Judge.PROGRAM
                ? new JudgedByProgram(arrival, parts, auth)
                : new JudgedByUs(arrival, parts);
    }

    void start() {
        parts.sink().emit(new FlowEvent.TlsOffered(arrival.connection(), started, Fingerprints.offer(hello)));
        try {
            SslHandler tls = server.secure(judging.engine(hello), parts.tlsTasks());
            server.channel().pipeline().addFirst("read-along", readAlong);
            tls.handshakeFuture().addListener(done -> {
                unhookReadAlong();
                if (connection.closed()) {
                    auth.refused(-1);
                } else if (done.isSuccess()) {
                    upstreamDone(tls);
                } else {
                    upstreamFailed(done.cause());
                }
            });
            auth.question()
                    .thenAcceptAsync(this::upstreamAsks, arrival.channel().eventLoop());
            connection.whenClosed().thenRun(auth::noAnswer);
            // A program that gives up meanwhile must be noticed.
            program.read();
        } catch (UnofferableException e) {
            upstreamFailed(e);
        }
    }

    private void unhookReadAlong() {
        if (server.channel().pipeline().context(readAlong) != null) {
            server.channel().pipeline().remove(readAlong);
        }
    }

    private void upstreamFailed(Throwable why) {
        Fault fault = Faults.upstream(why, readAlong.answer());
        Optional<UntrustedException> untrusted = UntrustedException.in(why);
        if (untrusted.isPresent() && judging instanceof JudgedByUs ours) {
            refused(untrusted.get(), ours);
            return;
        }
        failed(Direction.OUT, started, fault);
        int alert = switch (fault.code()) {
            case TLS_UPSTREAM_ALERT -> Alerts.code(fault.detail());
            case TLS_UPSTREAM_CLOSED -> -1;
            default -> why instanceof TooOldException ? Alerts.PROTOCOL_VERSION : Alerts.HANDSHAKE_FAILURE;
        };
        boolean programWaits = auth.programWaits() && alert > 0;
        if (programWaits) {
            upstreamFault = fault;
        } else if (alert > 0) {
            program.alertAndClose(alert);
            connection.closeSoon(fault);
        } else {
            if (Faults.reset(why)) {
                program.reset();
            }
            connection.close(fault);
        }
        auth.refused(alert);
    }

    /** The client is told what it would have found itself. What the server showed is recorded all the same. */
    private void refused(UntrustedException untrusted, JudgedByUs ours) {
        Refusal refusal = untrusted.refusal();
        ours.judged(refusal);
        Fault fault = new Fault(Fault.Code.TLS_UPSTREAM_UNTRUSTED, Fault.Scope.CONNECTION, refusal.detail());
        TlsSession shown = new TlsSession(
                untrusted.protocol(),
                untrusted.cipherSuite(),
                null,
                hello.serverName(),
                false,
                untrusted.chain().stream().map(Handshakes::encoded).toList());
        emit(Direction.OUT, started, shown, fault);
        program.alertAndClose(refusal.kind().alert());
        connection.closeSoon(fault);
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
        judging.accepted(chain);
        if (auth.asked()) {
            auth.accepted();
            return;
        }
        minted(
                chain,
                leaf -> present(
                        parts.programTls()
                                .engine(
                                        leaf,
                                        judging.shown(leaf, chain),
                                        session.getProtocol(),
                                        session.getCipherSuite(),
                                        alpn),
                        leaf,
                        chain));
    }

    /** The server wants a client certificate: its handshake stands still until the program's has told of one. */
    private void upstreamAsks(ClientAuth.Question question) {
        if (connection.closed()) {
            auth.noAnswer();
            return;
        }
        try {
            List<X509Certificate> chain = chain(question.session());
            minted(chain, leaf -> present(parts.programTls().asking(leaf, chain, auth, question), leaf, chain));
        } catch (SSLPeerUnverifiedException e) {
            // Only a server that shows a certificate may ask for one (RFC 5246 section 7.4.4).
            auth.noAnswer();
        }
    }

    private void minted(List<X509Certificate> chain, Consumer<MintedLeaf> then) {
        judging.leaf(chain)
                .whenCompleteAsync(
                        (leaf, failure) -> {
                            if (connection.closed()) {
                                auth.noAnswer();
                            } else if (failure == null) {
                                then.accept(leaf);
                            } else {
                                upstreamFailed(failure);
                            }
                        },
                        arrival.channel().eventLoop());
    }

    private void present(SSLEngine engine, MintedLeaf leaf, List<X509Certificate> chain) {
        if (!program.connected()) {
            connection.close(Faults.handshake(Direction.IN, new ClosedChannelException()));
            return;
        }
        Stamp begun = parts.clock().now();
        if (arrival.judge() == Judge.PROGRAM) {
            parts.connections().presented(arrival.connection(), sha256(leaf.certificate()));
        }
        SslHandler tls = program.secure(engine, parts.tlsTasks());
        tls.handshakeFuture().addListener(done -> {
            if (connection.closed()) {
                auth.noAnswer();
            } else if (done.isSuccess()) {
                programDone(tls, begun, chain);
            } else {
                programFailed(begun, done.cause());
            }
        });
        program.channel().pipeline().fireChannelRead(connection.takeFirst());
        program.channel().pipeline().fireChannelReadComplete();
    }

    private void programDone(SslHandler tls, Stamp begun, List<X509Certificate> chain) {
        Runnable goOn = () -> {
            if (!connection.closed()) {
                succeeded(Direction.IN, begun, tls.engine().getSession(), alpn(tls), chain);
                connection.relay(alpn(tls), true);
            }
        };
        if (auth.asked() && !auth.outcome().isDone()) {
            // TLS 1.3 without a certificate: the program is done before the server knows.
            auth.noAnswer();
            auth.outcome().thenRunAsync(goOn, arrival.channel().eventLoop());
        } else {
            goOn.run();
        }
    }

    private void programFailed(Stamp begun, Throwable why) {
        Fault upstream = upstreamFault;
        if (upstream != null) {
            connection.closeSoon(upstream);
            return;
        }
        Fault fault = Faults.handshake(Direction.IN, why);
        failed(Direction.IN, begun, fault);
        auth.noAnswer();
        if (fault.code() == Fault.Code.TLS_CLIENT_ALERT) {
            server.alertAndClose(Alerts.code(fault.detail()));
        } else {
            server.closeNotify();
        }
        connection.closeSoon(fault);
    }

    private void succeeded(
            Direction side, Stamp from, SSLSession session, @Nullable String alpn, List<X509Certificate> chain) {
        List<byte[]> encoded = new ArrayList<>(chain.size());
        chain.forEach(certificate -> encoded.add(encoded(certificate)));
        boolean resumed = session.getCreationTime() < from.epochMicros() / 1000 - 1;
        emit(
                side,
                from,
                new TlsSession(
                        session.getProtocol(), session.getCipherSuite(), alpn, hello.serverName(), resumed, encoded),
                null);
    }

    private void failed(Direction side, Stamp from, Fault fault) {
        emit(side, from, null, fault);
    }

    private void emit(Direction side, Stamp from, @Nullable TlsSession session, @Nullable Fault fault) {
        TlsAnswer answer = side == Direction.OUT ? readAlong.answer().answer() : null;
        parts.sink()
                .emit(new FlowEvent.Handshake(
                        arrival.connection(),
                        parts.clock().now(),
                        side,
                        from,
                        session,
                        fault,
                        answer,
                        clientCertificate(answer)));
    }

    private ClientCertificate clientCertificate(@Nullable TlsAnswer answer) {
        if (auth.given()) {
            return ClientCertificate.GIVEN;
        }
        boolean asked = auth.asked() || answer != null && answer.asksCertificate();
        return asked ? ClientCertificate.NOT_GIVEN : ClientCertificate.NOT_ASKED;
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
