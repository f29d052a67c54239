package io.jvmtap.clients.programs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/** One request over TLS by {@code SSLEngine}, over whatever carries bytes. */
final class EngineTls {
    /** How the engine's bytes travel; blocking. */
    interface Wire {
        /** @return -1 at the end */
        int read(ByteBuffer into) throws Exception;

        /** Writes all. */
        void write(ByteBuffer from) throws Exception;
    }

    private final SSLEngine engine;
    private final Wire wire;
    private final ByteBuffer incoming;
    private final ByteBuffer plain;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

    private EngineTls(URI url, Wire wire) throws NoSuchAlgorithmException {
        this.wire = wire;
        engine = SSLContext.getDefault().createSSLEngine(url.getHost(), url.getPort());
        engine.setUseClientMode(true);
        engine.setSSLParameters(RawHttp.checkingNames(engine.getSSLParameters()));
        incoming = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        incoming.flip();
    }

    /** Sends the request and reads to the end. */
    static String visit(URI url, Wire wire) throws Exception {
        EngineTls tls = new EngineTls(url, wire);
        tls.engine.beginHandshake();
        ByteBuffer request = ByteBuffer.wrap(RawHttp.request(url));
        while (request.hasRemaining()) {
            tls.step(request);
        }
        while (!tls.engine.isInboundDone() && tls.receive()) {
            // one record at a time
        }
        return RawHttp.answer(tls.answer.toByteArray());
    }

    private void step(ByteBuffer request) throws Exception {
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK) {
            engine.getDelegatedTask().run();
        } else if (status == HandshakeStatus.NEED_UNWRAP) {
            if (!receive()) {
                throw new IOException("the end in the middle of a handshake");
            }
        } else {
            ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(request, out);
            out.flip();
            wire.write(out);
        }
    }

    /** Takes in one record. */
    private boolean receive() throws Exception {
        SSLEngineResult result = engine.unwrap(incoming, plain);
        while (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
            incoming.compact();
            int count = wire.read(incoming);
            incoming.flip();
            if (count < 0) {
                return false;
            }
            result = engine.unwrap(incoming, plain);
        }
        Runnable task = engine.getDelegatedTask();
        while (task != null) {
            task.run();
            task = engine.getDelegatedTask();
        }
        plain.flip();
        while (plain.hasRemaining()) {
            answer.write(plain.get());
        }
        plain.clear();
        return true;
    }
}
