package io.jvmtap.clients.programs;

import java.net.URI;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import okhttp3.CertificatePinner;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** OkHttp with a pin: the right one, the root of the trust store, or with {@code -Dpin=wrong} one that nobody has. */
public final class OkHttpPinned {
    private OkHttpPinned() {}

    public static void main(String[] args) throws Exception {
        String pin = "wrong".equals(System.getProperty("pin"))
                ? "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
                : CertificatePinner.pin(root());
        String host = URI.create(args[0].substring(args[0].indexOf('=') + 1)).getHost();
        OkHttpClient client = new OkHttpClient.Builder()
                .certificatePinner(
                        new CertificatePinner.Builder().add(host, pin).build())
                .build();
        Seen.each(args, url -> {
            Request request = new Request.Builder().url(url.toURL()).build();
            try (Response response = client.newCall(request).execute()) {
                return Seen.answer(response.code(), response.body().bytes());
            }
        });
    }

    private static X509Certificate root() throws Exception {
        KeyStore store = Stores.trust();
        Certificate certificate = store.getCertificate(store.aliases().nextElement());
        return (X509Certificate) certificate;
    }
}
