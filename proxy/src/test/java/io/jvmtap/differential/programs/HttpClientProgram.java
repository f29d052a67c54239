package io.jvmtap.differential.programs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.CertificateEncodingException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** {@code java.net.http}: base URL, then names of cases. */
public final class HttpClientProgram {
    private HttpClientProgram() {}

    public static void main(String[] args) throws InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        for (int i = 1; i < args.length; i++) {
            Seen.say("case " + args[i]);
            try {
                run(client, args[0], args[i]);
            } catch (IOException | CertificateEncodingException e) {
                Seen.failureWithoutCauses(e);
            }
        }
    }

    private static void run(HttpClient client, String base, String name)
            throws IOException, InterruptedException, CertificateEncodingException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/" + name))
                .header("X-Program", "java.net.http")
                .expectContinue(name.equals("continue"));
        byte[] body = Cases.body(name);
        request.method(
                Cases.method(name), body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (name.equals("stream")) {
            HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
            head(response);
            Seen.lines(response.body());
        } else {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            head(response);
            Seen.body(response.body());
        }
    }

    private static void head(HttpResponse<?> response) throws SSLPeerUnverifiedException, CertificateEncodingException {
        Seen.say("  " + response.version() + " " + response.statusCode() + " "
                + response.uri().getPath());
        Seen.headers(response.headers().map());
        SSLSession session = response.sslSession().orElse(null);
        if (session != null) {
            Seen.say("  " + session.getProtocol() + " " + session.getCipherSuite() + " " + session.getPeerHost());
            Seen.certificates(session.getPeerCertificates());
        }
    }
}
