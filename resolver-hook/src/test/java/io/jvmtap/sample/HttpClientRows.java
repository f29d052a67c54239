package io.jvmtap.sample;

import java.io.FileInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.util.Properties;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;

/** {@link TlsRows} for {@code java.net.http}, which drives an {@code SSLEngine}. Java 11; the argument is the same. */
public final class HttpClientRows {

    private HttpClientRows() {}

    public static void main(String[] arguments) throws Exception {
        Properties given = new Properties();
        try (InputStream in = new FileInputStream(arguments[0])) {
            given.load(in);
        }
        for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
            SSLParameters parameters = new SSLParameters(null, new String[] {protocol});
            HttpClient client =
                    HttpClient.newBuilder().sslParameters(parameters).build();
            for (String server : given.getProperty("servers").split(" ")) {
                System.out.println("== java.net.http, " + server + ", " + protocol);
                URI uri = URI.create("https://localhost:" + given.getProperty("port." + server) + "/");
                try {
                    HttpResponse<String> answer =
                            client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
                    print(answer);
                } catch (Exception e) {
                    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                        System.out.println(cause);
                    }
                }
            }
        }
        System.exit(0); // the client's threads would live on for a while
    }

    private static void print(HttpResponse<String> answer) throws Exception {
        System.out.println(answer.statusCode() + " " + answer.body());
        SSLSession session = answer.sslSession().orElseThrow(IllegalStateException::new);
        System.out.println(session.getProtocol() + " " + session.getCipherSuite() + " " + session.getPeerPrincipal());
        for (java.security.cert.Certificate certificate : session.getPeerCertificates()) {
            X509Certificate x509 = (X509Certificate) certificate;
            System.out.println(x509.getSubjectX500Principal() + " " + x509.getSerialNumber());
        }
    }
}
