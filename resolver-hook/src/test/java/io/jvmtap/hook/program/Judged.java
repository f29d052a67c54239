package io.jvmtap.hook.program;

import java.net.URI;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * {@code Judged URL [WAY HOST PORT]}: one request over TLS whose certificate is judged by a class of the program's own,
 * then those of {@link Connects}.
 */
public final class Judged {
    private Judged() {}

    public static void main(String[] arguments) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Judge()}, null);
        HttpsURLConnection connection =
                (HttpsURLConnection) URI.create(arguments[0]).toURL().openConnection();
        connection.setSSLSocketFactory(context.getSocketFactory());
        System.out.println(connection.getResponseCode());
        X509Certificate shown = (X509Certificate) connection.getServerCertificates()[0];
        System.out.println("shown " + shown.getIssuerX500Principal());
        if (arguments.length > 1) {
            Connects.main(new String[] {arguments[1], arguments[2], arguments[3]});
        }
    }

    /** Trusts everyone, and says whom. */
    private static final class Judge implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {
            System.out.println("judged " + chain.length + ", issued by " + chain[0].getIssuerX500Principal());
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
