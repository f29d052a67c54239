package io.jvmtap.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Verifies servers for clients without the agent: a path to a trusted root (RFC 5280), nothing that can be forged, and the
 * name of the host that was asked for (RFC 9525). Revocation is not asked about, as with the JDK's default. Safe for use by
 * many threads.
 *
 * <p>Being an extended trust manager keeps JSSE from adding checks of its own; the engine's peer host is the name to verify.
 */
public final class UpstreamVerifier extends X509ExtendedTrustManager {
    private final Supplier<? extends Collection<X509Certificate>> source;
    private final Predicate<String> waived;
    private final Clock clock;
    private @Nullable Anchored anchored;

    /** The roots, once loaded. */
    private record Anchored(Set<X509Certificate> roots, X509TrustManager path) {}

    /**
     * @param roots loads the certificates to trust; asked once, when they are first needed or by {@link #prepare}
     * @param waived hosts that are let pass whoever they are, because the user asked for it
     */
    public UpstreamVerifier(
            Supplier<? extends Collection<X509Certificate>> roots, Predicate<String> waived, Clock clock) {
        this.source = roots;
        this.waived = waived;
        this.clock = clock;
    }

    /** Loads the roots if that has not been done: some 100 ms, to be spent on a thread that may block. */
    public void prepare() {
        anchored();
    }

    private synchronized Anchored anchored() {
        if (anchored == null) {
            Set<X509Certificate> roots = new LinkedHashSet<>(source.get());
            anchored = new Anchored(roots, pathTo(roots));
        }
        return anchored;
    }

    private static X509TrustManager pathTo(Set<X509Certificate> roots) {
        try {
            Set<TrustAnchor> anchors = new LinkedHashSet<>();
            roots.forEach(root -> anchors.add(new TrustAnchor(root, null)));
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
            parameters.setRevocationEnabled(false);
            parameters.addCertPathChecker(new Weakness());
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(parameters));
            for (TrustManager one : factory.getTrustManagers()) {
                if (one instanceof X509TrustManager path) {
                    return path;
                }
            }
            throw new IllegalStateException("PKIX gave no trust manager");
        } catch (InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("no trusted roots were found on this machine", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PKIX", e);
        }
    }

    /** Whether the user has this host pass unverified. */
    public boolean waives(String host) {
        return waived.test(host);
    }

    /**
     * @param chain as the server sent it, leaf first
     * @param authType the kind of key exchange, as JSSE names it
     * @return null if the server is believed, else why not; waivers do not count here
     */
    public @Nullable Refusal judge(List<X509Certificate> chain, String authType, String host) {
        Anchored now = anchored();
        try {
            now.path().checkServerTrusted(chain.toArray(X509Certificate[]::new), authType);
        } catch (CertificateException e) {
            return refusal(chain, now.roots(), e);
        }
        return ServerNames.check(chain.get(0), host);
    }

    /** JDKs say why in changing words, if at all, so the chain is asked. */
    private Refusal refusal(List<X509Certificate> chain, Set<X509Certificate> roots, CertificateException why) {
        X509Certificate leaf = chain.get(0);
        Date now = Date.from(clock.instant());
        for (X509Certificate one : chain) {
            String whose = one == leaf ? "the certificate" : "the certificate of " + one.getSubjectX500Principal();
            if (now.after(one.getNotAfter())) {
                return new Refusal(
                        Refusal.Kind.OUT_OF_DATE,
                        whose + " expired on " + one.getNotAfter().toInstant());
            }
            if (now.before(one.getNotBefore())) {
                return new Refusal(
                        Refusal.Kind.OUT_OF_DATE,
                        whose + " is not valid before " + one.getNotBefore().toInstant());
            }
            String weakness = roots.contains(one) ? null : Weakness.of(one);
            if (weakness != null) {
                return new Refusal(Refusal.Kind.WEAK, whose + " " + weakness);
            }
        }
        String said = String.valueOf(why.getMessage());
        if (said.contains("usage") || said.contains("Usage")) {
            return new Refusal(Refusal.Kind.WRONG_PURPOSE, "the certificate is not one for TLS servers: " + said);
        }
        if (!said.contains("path") && !said.contains("trust anchor")) {
            return new Refusal(Refusal.Kind.OTHER, said);
        }
        X509Certificate last = chain.get(chain.size() - 1);
        boolean complete = last.getSubjectX500Principal().equals(last.getIssuerX500Principal());
        if (complete && chain.size() == 1) {
            return new Refusal(Refusal.Kind.UNKNOWN_CA, "the certificate is self-signed, and is not one to trust");
        }
        return new Refusal(
                Refusal.Kind.UNKNOWN_CA,
                "no trusted root is behind the certificate: its chain ends with " + last.getIssuerX500Principal()
                        + (complete ? "" : ", whose certificate is neither trusted nor sent"));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        String host = engine.getPeerHost();
        List<X509Certificate> shown = List.of(chain);
        Refusal refusal = judge(shown, authType, host);
        if (refusal != null && !waives(host)) {
            SSLSession session = engine.getHandshakeSession();
            throw new UntrustedException(
                    refusal,
                    shown,
                    session == null ? "" : session.getProtocol(),
                    session == null ? "" : session.getCipherSuite());
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no server is trusted without the host's name");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("only servers are verified here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
