package io.jvmtap.tls;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A JDK engine whose incoming handshake records are all handled in delegated tasks. The JDK's own engine handles some
 * where it is called: TLS 1.3's Finished, and with it the question for a client certificate, which may have to wait for
 * the program. After the handshake this adds nothing. As thread-safe as an engine is.
 */
public final class OffLoopEngine extends SSLEngine {
    private static final int RECORD_HEADER = 5;

    /** Sees each record before the engine does, on the task's thread. */
    interface Gate {
        void before(int contentType) throws SSLException;
    }

    private final SSLEngine engine;
    private final Gate gate;
    private final Runnable whenOver;
    private final AtomicBoolean over = new AtomicBoolean();

    /** A record has been handled, and nobody has looked yet what became of it. */
    private volatile boolean unasked;

    private volatile boolean done;
    private volatile @Nullable ByteBuffer pending;
    private volatile @Nullable SSLException failure;

    /** @param whenOver run once when the handshake has ended, however it did */
    OffLoopEngine(SSLEngine engine, Gate gate, Runnable whenOver) {
        super(engine.getPeerHost(), engine.getPeerPort());
        this.engine = engine;
        this.gate = gate;
        this.whenOver = whenOver;
    }

    /** Whether a record is in work, or its outcome has not been asked for yet. */
    public boolean busy() {
        return pending != null || unasked || failure != null;
    }

    SSLEngine engine() {
        return engine;
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
        SSLException failed = failure;
        if (failed != null) {
            failure = null;
            finished();
            throw failed;
        }
        if (pending != null) {
            return new SSLEngineResult(Status.OK, HandshakeStatus.NEED_TASK, 0, 0);
        }
        int record = src.remaining() < RECORD_HEADER
                ? Integer.MAX_VALUE
                : RECORD_HEADER + (src.getShort(src.position() + 3) & 0xFFFF);
        HandshakeStatus status = engine.getHandshakeStatus();
        boolean elsewhere = status == HandshakeStatus.NEED_TASK || status == HandshakeStatus.NEED_WRAP;
        if (done || elsewhere || src.remaining() < record) {
            return seen(engine.unwrap(src, dsts, offset, length));
        }
        ByteBuffer copy = ByteBuffer.allocate(record);
        copy.put(src.slice(src.position(), record)).flip();
        src.position(src.position() + record);
        pending = copy;
        return new SSLEngineResult(Status.OK, HandshakeStatus.NEED_TASK, record, 0);
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst) throws SSLException {
        if (pending != null) {
            return new SSLEngineResult(Status.OK, HandshakeStatus.NEED_TASK, 0, 0);
        }
        return seen(engine.wrap(srcs, offset, length, dst));
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        ByteBuffer record = pending;
        return record == null ? engine.getDelegatedTask() : () -> handle(record);
    }

    private void handle(ByteBuffer record) {
        try {
            gate.before(record.get(record.position()));
            // A record of the handshake yields no data; the room is what the engine demands.
            ByteBuffer none = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
            SSLEngineResult result = engine.unwrap(record, none);
            for (Runnable task; (task = engine.getDelegatedTask()) != null; ) {
                task.run();
            }
            seen(result);
        } catch (SSLException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new SSLException(e);
        } finally {
            unasked = true;
            pending = null;
        }
        if (failure == null && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
            finished();
        }
    }

    private SSLEngineResult seen(SSLEngineResult result) {
        if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
            finished();
        }
        return result;
    }

    private void finished() {
        done = true;
        over();
    }

    private void over() {
        if (over.compareAndSet(false, true)) {
            whenOver.run();
        }
    }

    /** After a failure one more unwrap is asked for, which reports it; the alert goes out after that. */
    @Override
    public HandshakeStatus getHandshakeStatus() {
        if (pending != null) {
            return HandshakeStatus.NEED_TASK;
        }
        unasked = false;
        return failure != null ? HandshakeStatus.NEED_UNWRAP : engine.getHandshakeStatus();
    }

    @Override
    public void closeInbound() throws SSLException {
        engine.closeInbound();
    }

    @Override
    public boolean isInboundDone() {
        return engine.isInboundDone();
    }

    @Override
    public void closeOutbound() {
        over();
        engine.closeOutbound();
    }

    @Override
    public boolean isOutboundDone() {
        return engine.isOutboundDone();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return engine.getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return engine.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        engine.setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedProtocols() {
        return engine.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return engine.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        engine.setEnabledProtocols(protocols);
    }

    @Override
    public SSLSession getSession() {
        return engine.getSession();
    }

    @Override
    public @Nullable SSLSession getHandshakeSession() {
        return engine.getHandshakeSession();
    }

    @Override
    public void beginHandshake() throws SSLException {
        engine.beginHandshake();
    }

    @Override
    public void setUseClientMode(boolean mode) {
        engine.setUseClientMode(mode);
    }

    @Override
    public boolean getUseClientMode() {
        return engine.getUseClientMode();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        engine.setNeedClientAuth(need);
    }

    @Override
    public boolean getNeedClientAuth() {
        return engine.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        engine.setWantClientAuth(want);
    }

    @Override
    public boolean getWantClientAuth() {
        return engine.getWantClientAuth();
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        engine.setEnableSessionCreation(flag);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return engine.getEnableSessionCreation();
    }

    @Override
    public SSLParameters getSSLParameters() {
        return engine.getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters parameters) {
        engine.setSSLParameters(parameters);
    }

    @Override
    public @Nullable String getApplicationProtocol() {
        return engine.getApplicationProtocol();
    }

    @Override
    public @Nullable String getHandshakeApplicationProtocol() {
        return engine.getHandshakeApplicationProtocol();
    }

    @Override
    public void setHandshakeApplicationProtocolSelector(BiFunction<SSLEngine, List<String>, String> selector) {
        engine.setHandshakeApplicationProtocolSelector(selector);
    }

    @Override
    public @Nullable BiFunction<SSLEngine, List<String>, String> getHandshakeApplicationProtocolSelector() {
        return engine.getHandshakeApplicationProtocolSelector();
    }
}
