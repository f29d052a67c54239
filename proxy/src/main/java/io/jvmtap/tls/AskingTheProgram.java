package io.jvmtap.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.security.auth.x500.X500Principal;

/** Names the server's issuers to the program and hands the program's chain on; the server is the one who judges it. */
final class AskingTheProgram extends X509ExtendedTrustManager {
    private final ClientAuth auth;
    private final X509Certificate[] issuers;

    AskingTheProgram(ClientAuth auth, List<Principal> issuers) {
        this.auth = auth;
        this.issuers = issuers.stream()
                .filter(X500Principal.class::isInstance)
                .map(issuer -> new IssuerName((X500Principal) issuer))
                .toArray(X509Certificate[]::new);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            await(auth, List.of(chain), engine);
        } catch (SSLException e) {
            throw new CertificateException(e);
        }
    }

    /**
     * Holds the program's handshake until the server's is done.
     *
     * @throws SSLException if the server refused; the engine is about to send the same alert then
     */
    static void await(ClientAuth auth, List<X509Certificate> chain, SSLEngine engine) throws SSLException {
        int alert = auth.answered(chain);
        if (alert != 0) {
            EngineAlerts.fatal(engine, alert < 0 ? Alerts.HANDSHAKE_FAILURE : alert);
            throw new SSLException("the server refused the client certificate");
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return issuers.clone();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("without its engine");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("without its engine");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("not a client");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("not a client");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("not a client");
    }
}
