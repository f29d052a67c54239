package io.jvmtap.tls;

import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The meeting of the two handshakes of one connection when the server asks for a client certificate. The server's waits
 * until the program has answered; the program's then waits until the server has taken the answer.
 *
 * <pre>
 *  with the server                     with the program
 *  key manager is asked  ── question ─►  leaf minted, handshake with a request of the same issuers
 *  waits                                 the program's key manager chooses, its key signs
 *  signs, by its key     ◄── answer ──   trust manager gets the chain (or the handshake is past it)
 *  finishes or fails     ── outcome ──►  waits, then finishes or fails alike
 * </pre>
 *
 * Those who wait do so on threads of the TLS executor, never on an event loop. Safe for use by many threads.
 */
public final class ClientAuth {
    private static final AtomicLong NUMBERS = new AtomicLong();

    /**
     * What the server wants, and what has been agreed with it so far.
     *
     * @param session of the handshake: version, suite and the server's chain are known
     * @param signatureSchemes by JSSE's names for signature algorithms, as the server sent them
     */
    public record Question(
            List<Principal> issuers,
            SSLSession session,
            @Nullable String alpn) {}

    /** The server's handshake failed. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final int alert;

        Refused(int alert) {
            super("the server refused with alert " + alert, null, false, false);
            this.alert = alert;
        }
    }

    private final RemoteSigner signer;
    private final String alias = "program-" + NUMBERS.incrementAndGet();
    private final CompletableFuture<Question> question = new CompletableFuture<>();
    private final CompletableFuture<List<X509Certificate>> answer = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> outcome = new CompletableFuture<>();
    private volatile boolean programWaits;

    public ClientAuth(RemoteSigner signer) {
        this.signer = signer;
    }

    /** Completes when the server has asked, if ever. */
    public CompletableFuture<Question> question() {
        return question;
    }

    public boolean asked() {
        return question.isDone();
    }

    /** Whether the program answered with a certificate. */
    public boolean given() {
        return answer.isDone() && !answer.join().isEmpty();
    }

    /** Whether the program's handshake is held until the server's outcome, and will end as that does. */
    public boolean programWaits() {
        return programWaits;
    }

    /** The program gave no certificate, unless it did; or nobody will answer any more. */
    public void noAnswer() {
        answer.complete(List.of());
    }

    /** The handshake with the server is done. */
    public void accepted() {
        outcome.complete(null);
    }

    /** @param alert that the server sent, -1 where it just went */
    public void refused(int alert) {
        noAnswer();
        outcome.completeExceptionally(new Refused(alert));
    }

    public CompletableFuture<@Nullable Void> outcome() {
        return outcome;
    }

    // ---- on the TLS executor

    String alias() {
        return alias;
    }

    @Nullable
    String choose(String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        String alpn = engine.getHandshakeApplicationProtocol();
        question.complete(new Question(
                issuers == null ? List.of() : List.of(issuers),
                engine.getHandshakeSession(),
                alpn == null || alpn.isEmpty() ? null : alpn));
        List<X509Certificate> chain = answer.join();
        if (chain.isEmpty()) {
            return null;
        }
        String type = chain.get(0).getPublicKey().getAlgorithm();
        // JSSE's names: EC, RSA and RSASSA-PSS, EdDSA; JDK 17 to 25 alike.
        boolean fits = Arrays.stream(keyTypes)
                .anyMatch(wanted -> wanted.startsWith(type) || type.equals("RSA") && wanted.startsWith("RSA"));
        return fits ? alias : null;
    }

    X509Certificate[] chain() {
        return answer.join().toArray(X509Certificate[]::new);
    }

    RemoteKey key() {
        return RemoteKey.of(answer.join().get(0).getPublicKey(), signer);
    }

    /**
     * The program has given its chain, or it is clear that it gives none (an empty one).
     *
     * @return the alert that the server refused with, -1 where it just went, 0 where it accepted
     */
    int answered(List<X509Certificate> chain) {
        programWaits = true;
        answer.complete(List.copyOf(chain));
        try {
            outcome.join();
            return 0;
        } catch (CompletionException e) {
            return e.getCause() instanceof Refused refused ? refused.alert : -1;
        } finally {
            programWaits = false;
        }
    }
}
