package io.jvmtap.hook.program;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** {@code SameConnection plain|tls HOST PORT}: requests from several places and threads on one connection. */
public final class SameConnection {
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private SameConnection() {}

    public static void main(String[] arguments) throws Exception {
        boolean tls = arguments[0].equals("tls");
        try (Socket socket = open(tls, arguments[1], Integer.parseInt(arguments[2]))) {
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            first(out, in);
            second(out, in);
            Thread other = new Thread("other") {
                @Override
                public void run() {
                    third(out, in);
                }
            };
            other.start();
            other.join();
        }
        System.out.println("three");
    }

    private static Socket open(boolean tls, String host, int port) throws Exception {
        if (!tls) {
            return new Socket(host, port);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        return context.getSocketFactory().createSocket(host, port);
    }

    private static void first(OutputStream out, InputStream in) throws Exception {
        out.write(REQUEST);
        answer(in);
    }

    private static void second(OutputStream out, InputStream in) throws Exception {
        out.write(REQUEST, 0, 5);
        out.write(REQUEST, 5, REQUEST.length - 5);
        answer(in);
    }

    private static void third(OutputStream out, InputStream in) {
        try {
            out.write(REQUEST);
            answer(in);
        } catch (Exception failed) {
            System.out.println(failed);
        }
    }

    private static void answer(InputStream in) throws Exception {
        StringBuilder head = new StringBuilder();
        byte[] buffer = new byte[100];
        while (head.indexOf("\r\n\r\n") < 0) {
            int n = in.read(buffer);
            if (n < 0) {
                throw new IllegalStateException("ended after " + head);
            }
            head.append(new String(buffer, 0, n, StandardCharsets.US_ASCII));
        }
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
