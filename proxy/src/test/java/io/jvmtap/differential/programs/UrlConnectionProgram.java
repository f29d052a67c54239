package io.jvmtap.differential.programs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.cert.CertificateEncodingException;
import javax.net.ssl.HttpsURLConnection;

/** {@code HttpURLConnection}: base URL, then names of cases. */
public final class UrlConnectionProgram {
    private UrlConnectionProgram() {}

    public static void main(String[] args) {
        for (int i = 1; i < args.length; i++) {
            Seen.say("case " + args[i]);
            try {
                run(args[0], args[i]);
            } catch (IOException | CertificateEncodingException e) {
                Seen.failure(e);
            }
        }
    }

    private static void run(String base, String name) throws IOException, CertificateEncodingException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(base + "/" + name).toURL().openConnection();
        connection.setRequestMethod(Cases.method(name));
        connection.setRequestProperty("X-Program", "HttpURLConnection");
        byte[] body = Cases.body(name);
        if (body.length > 0) {
            connection.setDoOutput(true);
            if (name.equals("continue")) {
                connection.setRequestProperty("Expect", "100-continue");
                connection.setFixedLengthStreamingMode(body.length);
            } else {
                connection.setChunkedStreamingMode(10_000);
            }
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
        }
        int status = connection.getResponseCode();
        Seen.say("  " + status + " " + connection.getResponseMessage() + " "
                + connection.getURL().getPath());
        for (int i = 0; connection.getHeaderField(i) != null; i++) {
            Seen.say("  " + connection.getHeaderFieldKey(i) + ": " + connection.getHeaderField(i));
        }
        if (connection instanceof HttpsURLConnection) {
            HttpsURLConnection https = (HttpsURLConnection) connection;
            try {
                Seen.say("  " + https.getCipherSuite());
                Seen.certificates(https.getServerCertificates());
            } catch (IllegalStateException answerWithoutBody) {
                Seen.say("  " + answerWithoutBody.getMessage()); // the JDK has let go of the connection by now
            }
        }
        try (InputStream in = status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
            if (in == null) {
                Seen.say("  no body");
            } else if (name.equals("stream")) {
                Seen.lines(in);
            } else {
                Seen.body(in.readAllBytes());
            }
        }
    }
}
