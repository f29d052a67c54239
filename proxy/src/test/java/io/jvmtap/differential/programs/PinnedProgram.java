package io.jvmtap.differential.programs;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Trusts one server certificate alone: URL, then the SHA-256 of the leaf in hex. */
public final class PinnedProgram {
    private PinnedProgram() {}

    public static void main(String[] args) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Pin(args[1])}, null);
        try {
            HttpsURLConnection connection =
                    (HttpsURLConnection) URI.create(args[0]).toURL().openConnection();
            connection.setSSLSocketFactory(context.getSocketFactory());
            Seen.say("status " + connection.getResponseCode());
            Seen.body(connection.getInputStream().readAllBytes());
        } catch (IOException e) {
            Seen.failure(e);
        }
    }

    private record Pin(String sha256) implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
                if (!HexFormat.of().formatHex(digest).equals(sha256)) {
                    throw new CertificateException(
                            "not the pinned certificate: " + HexFormat.of().formatHex(digest) + " of " + chain.length);
                }
            } catch (GeneralSecurityException e) {
                throw e instanceof CertificateException ours ? ours : new CertificateException(e);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
