package io.jvmtap.clients.programs;

import java.security.Security;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;

/** {@code HttpsURLConnection} over BouncyCastle's TLS and trust manager. */
public final class BouncyCastleUrlConnection {
    private BouncyCastleUrlConnection() {}

    public static void main(String[] args) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        Security.addProvider(new BouncyCastleJsseProvider());
        SSLContext context = SSLContext.getInstance("TLS", "BCJSSE");
        context.init(null, Stores.trustManagers("BCJSSE"), null);
        HttpsURLConnection.setDefaultSSLSocketFactory(context.getSocketFactory());
        UrlConnection.main(args);
    }
}
