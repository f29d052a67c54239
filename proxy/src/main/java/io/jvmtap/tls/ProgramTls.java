package io.jvmtap.tls;

import io.jvmtap.ca.MintedLeaf;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes the engines that speak to the programs: each with the minted leaf and with just the version, suite and ALPN
 * protocol that the real server chose. One context is kept for each real chain, so that a program can resume its
 * sessions. Safe for use by many threads.
 */
public final class ProgramTls {
    /** Contexts hold session caches; so many different servers at once is more than any program we have seen. */
    private static final int MAX_CONTEXTS = 512;

    /** Content type of the record that comes before a Finished (RFC 5246 section 6.2.1). */
    private static final int CHANGE_CIPHER_SPEC = 20;

    private final Map<List<X509Certificate>, SSLContext> contexts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<X509Certificate>, SSLContext> eldest) {
            return size() > MAX_CONTEXTS;
        }
    };

    /**
     * @param realChain of the server, leaf first
     * @param protocol and {@code cipherSuite}: what the server chose, by their JSSE names
     * @param alpn what the server chose, null for nothing
     */
    public SSLEngine engine(
            MintedLeaf leaf,
            List<X509Certificate> realChain,
            String protocol,
            String cipherSuite,
            @Nullable String alpn) {
        return configure(context(leaf, realChain).createSSLEngine(), protocol, cipherSuite, alpn);
    }

    /**
     * One that asks the program for a client certificate, as the server does. Its delegated tasks wait for the server and
     * must not run on an event loop. Its session is never resumed, or the program could not be asked.
     */
    public SSLEngine asking(
            MintedLeaf leaf, List<X509Certificate> realChain, ClientAuth auth, ClientAuth.Question question) {
        SSLSession session = question.session();
        SSLContext context =
                newContext(leaf, realChain, new TrustManager[] {new AskingTheProgram(auth, question.issuers())});
        SSLEngine engine =
                configure(context.createSSLEngine(), session.getProtocol(), session.getCipherSuite(), question.alpn());
        engine.setWantClientAuth(true);
        boolean judgedWithin = !session.getProtocol().equals("TLSv1.3");
        // Up to TLS 1.2 the server's refusal of no certificate comes before the program's handshake is done.
        return new OffLoopEngine(
                engine,
                type -> {
                    if (judgedWithin && type == CHANGE_CIPHER_SPEC && !auth.given()) {
                        AskingTheProgram.await(auth, List.of(), engine);
                    }
                },
                () -> {});
    }

    private static SSLEngine configure(SSLEngine engine, String protocol, String cipherSuite, @Nullable String alpn) {
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {protocol});
        engine.setEnabledCipherSuites(new String[] {cipherSuite});
        if (alpn != null) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {alpn});
            engine.setSSLParameters(parameters);
        }
        return engine;
    }

    private SSLContext context(MintedLeaf leaf, List<X509Certificate> realChain) {
        synchronized (contexts) {
            return contexts.computeIfAbsent(realChain, chain -> newContext(leaf, chain, null));
        }
    }

    private static SSLContext newContext(
            MintedLeaf leaf, List<X509Certificate> realChain, TrustManager @Nullable [] trust) {
        X509Certificate[] shown = realChain.toArray(X509Certificate[]::new);
        shown[0] = leaf.certificate();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new OneIdentity(leaf.key(), shown)}, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }
}
