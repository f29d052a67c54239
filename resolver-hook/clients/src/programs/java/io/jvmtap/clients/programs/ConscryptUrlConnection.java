package io.jvmtap.clients.programs;

import java.security.Security;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.conscrypt.Conscrypt;

/** {@code HttpsURLConnection} over Conscrypt and its trust manager. */
public final class ConscryptUrlConnection {
    private ConscryptUrlConnection() {}

    public static void main(String[] args) throws Exception {
        Security.addProvider(Conscrypt.newProvider());
        SSLContext context = SSLContext.getInstance("TLS", "Conscrypt");
        context.init(null, Stores.trustManagers("Conscrypt"), null);
        HttpsURLConnection.setDefaultSSLSocketFactory(context.getSocketFactory());
        UrlConnection.main(args);
    }
}
