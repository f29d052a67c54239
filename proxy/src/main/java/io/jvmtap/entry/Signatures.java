package io.jvmtap.entry;

import io.jvmtap.tls.RemoteSigner;
import java.security.SignatureException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Asks programs to sign with their own keys (WIRE.md section 4, SIGN and SIGNED): the handshake of one connection, once.
 * Safe for use by many threads; those who ask wait.
 */
public final class Signatures {
    /** A key in a token may want a finger on it; a server waits about as long for a handshake. */
    private static final long PATIENCE_SECONDS = 30;

    private final SessionToken token;
    private final Programs programs;
    private final AtomicLong requests = new AtomicLong();
    private final Map<Long, Request> open = new ConcurrentHashMap<>();

    private record Request(long jvm, CompletableFuture<byte[]> signature) {}

    Signatures(SessionToken token, Programs programs) {
        this.token = token;
        this.programs = programs;
    }

    /** @param connection null where no agent speaks: then nobody can sign */
    public RemoteSigner signer(@Nullable UniqueId connection) {
        return (key, algorithm, parameters, toSign) -> {
            if (connection == null) {
                throw new SignatureException("no agent speaks for the program, so its key cannot sign");
            }
            return sign(connection, key, algorithm, parameters, toSign);
        };
    }

    private byte[] sign(UniqueId connection, byte[] key, String algorithm, String parameters, byte[] toSign)
            throws SignatureException {
        long number = requests.incrementAndGet();
        Request request = new Request(connection.jvm(), new CompletableFuture<>());
        open.put(number, request);
        try {
            if (!programs.send(connection.jvm(), frame(number, connection, key, algorithm, parameters, toSign))) {
                throw new SignatureException("the program has no control connection, so its key cannot sign");
            }
            return request.signature.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new SignatureException(cause == null ? "not signed" : cause.getMessage());
        } catch (TimeoutException e) {
            throw new SignatureException("the program's key did not sign within " + PATIENCE_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SignatureException("interrupted");
        } finally {
            open.remove(number);
        }
    }

    ControlFrame frame(
            long number, UniqueId connection, byte[] key, String algorithm, String parameters, byte[] toSign) {
        byte[] id = connection.bytes();
        return ControlFrame.of(ControlFrame.SIGN)
                .with(1, number)
                .with(2, id)
                .with(3, key)
                .with(4, algorithm)
                .with(5, parameters)
                .with(6, toSign)
                .with(7, token.proofOfSigning(id, key, algorithm, parameters, toSign));
    }

    /** SIGNED came. Only the JVM that was asked can answer. */
    void answered(long jvm, ControlFrame frame) {
        Request request = open.get(frame.number(1));
        if (request == null || request.jvm != jvm) {
            return;
        }
        if (frame.has(2)) {
            request.signature.complete(frame.raw(2));
        } else {
            request.signature.completeExceptionally(new SignatureException(frame.text(3)));
        }
    }

    /** The program has gone: it will answer nothing any more. */
    void gone(long jvm) {
        open.values().stream()
                .filter(request -> request.jvm == jvm)
                .forEach(request -> request.signature.completeExceptionally(
                        new SignatureException("the program ended before its key had signed")));
    }
}
