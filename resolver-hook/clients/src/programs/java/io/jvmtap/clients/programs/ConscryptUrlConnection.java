package io.jvmtap.clients.programs;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.conscrypt.Conscrypt;

/** {@code HttpsURLConnection} over Conscrypt, with the JDK's trust manager. */
public final class ConscryptUrlConnection {
    private ConscryptUrlConnection() {}

    public static void main(String[] args) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS", Conscrypt.newProvider());
        context.init(null, Stores.trustManagers("SunJSSE"), null);
        HttpsURLConnection.setDefaultSSLSocketFactory(context.getSocketFactory());
        UrlConnection.main(args);
    }
}
