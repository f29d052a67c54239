package io.jvmtap.differential.programs;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A bare {@code SSLSocket} for each case, read until the server ends: base URL, then names of cases. */
public final class SslSocketProgram {
    private SslSocketProgram() {}

    public static void main(String[] args) {
        for (int i = 1; i < args.length; i++) {
            Seen.say("case " + args[i]);
            try {
                run(URI.create(args[0]), args[i]);
            } catch (IOException | CertificateEncodingException e) {
                Seen.failure(e);
            }
        }
    }

    private static void run(URI base, String name) throws IOException, CertificateEncodingException {
        try (SSLSocket socket = (SSLSocket) SSLSocketFactory.getDefault().createSocket()) {
            socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
            Seen.say("  " + socket.getInetAddress().getHostName() + ":" + socket.getPort());
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            Seen.say("  " + socket.getSession().getProtocol() + " "
                    + socket.getSession().getCipherSuite() + " "
                    + socket.getSession().getPeerPrincipal() + " '" + socket.getApplicationProtocol() + "'");
            Seen.certificates(socket.getSession().getPeerCertificates());
            byte[] body = Cases.body(name);
            String head = Cases.method(name) + " /" + name + " HTTP/1.1\r\nhOST: " + base.getAuthority()
                    + "\r\nX-Program:SSLSocket\r\nConnection: close\r\n"
                    + (body.length > 0 ? "Content-Length: " + body.length + "\r\n" : "") + "\r\n";
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            if (name.equals("stream")) {
                Seen.lines(socket.getInputStream());
            } else {
                Seen.body(socket.getInputStream().readAllBytes());
            }
        }
    }
}
