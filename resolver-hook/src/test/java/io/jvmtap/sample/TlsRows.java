package io.jvmtap.sample;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.net.URL;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A program that talks TLS in all the ways that a program can be particular about, and prints everything it can see:
 * run against the real servers and tapped, its output has to be the same. Java 8, since it runs on every JDK.
 *
 * <p>Argument: a properties file with {@code port.NAME} for each server and {@code pin}, the SHA-256 of the good leaf.
 */
public final class TlsRows {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Properties given;
    private final String protocol;

    private TlsRows(Properties given, String protocol) {
        this.given = given;
        this.protocol = protocol;
    }

    private interface Row {
        void run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        Properties given = new Properties();
        try (InputStream in = new FileInputStream(arguments[0])) {
            given.load(in);
        }
        for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
            TlsRows rows = new TlsRows(given, protocol);
            rows.servers();
            rows.trustManagers();
        }
    }

    private void servers() {
        for (String server : given.getProperty("servers").split(" ")) {
            row("default context", server, () -> print(connect(SSLContext.getDefault(), server, "HTTPS")));
            row("no endpoint check", server, () -> print(connect(SSLContext.getDefault(), server, null)));
            row("HttpsURLConnection", server, () -> {
                HttpsURLConnection connection = (HttpsURLConnection) url(server).openConnection();
                System.out.println(connection.getResponseCode());
                print("server", connection.getServerCertificates());
                System.out.println(connection.getPeerPrincipal() + " " + connection.getCipherSuite());
                connection.disconnect();
            });
            row("trust-all, JDK's host check", server, () -> print(connect(context(new Trusting()), server, "HTTPS")));
            row("trust-all, verifier reads the session", server, () -> verified(server));
            row("extended, delegating", server, () -> print(connect(context(new Delegating()), server, "HTTPS")));
        }
    }

    private void trustManagers() {
        row("pinned", "good", () -> print(connect(context(new Pinned(given.getProperty("pin"))), "good", "HTTPS")));
        row("pinned otherwise", "good", () -> print(connect(context(new Pinned("00")), "good", "HTTPS")));
        row("by proxy class", "good", () -> print(connect(context(proxied(new Trusting())), "good", "HTTPS")));
        row("by proxy class, refusing", "good", () -> connect(context(proxied(new Pinned("00"))), "good", null));
        row("resumption", "good", () -> {
            Delegating counting = new Delegating();
            SSLContext context = context(counting);
            print(connect(context, "good", "HTTPS"));
            print(connect(context, "good", "HTTPS"));
            System.out.println("judged " + counting.calls + " times");
        });
        row("event", "good", this::event);
        row("staples", "stapled", () -> print(connect(revocationChecking(), "stapled", "HTTPS")));
        row("staples", "revoked", () -> print(connect(revocationChecking(), "revoked", "HTTPS")));
    }

    private void row(String name, String server, Row row) {
        if (given.getProperty("port." + server) == null) {
            return;
        }
        System.out.println("== " + name + ", " + server + ", " + protocol);
        try {
            row.run();
        } catch (Exception e) {
            e.printStackTrace(System.out);
        }
    }

    private SSLSession connect(SSLContext context, String server, String endpointCheck) throws IOException {
        try (SSLSocket socket = open(context, server, endpointCheck)) {
            socket.startHandshake();
            exchange(socket);
            return socket.getSession();
        }
    }

    private SSLSocket open(SSLContext context, String server, String endpointCheck) throws IOException {
        int port = Integer.parseInt(given.getProperty("port." + server));
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {protocol});
        parameters.setEndpointIdentificationAlgorithm(endpointCheck);
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** One exchange, to its end, so that a ticket of TLS 1.3 has arrived. */
    private static void exchange(SSLSocket socket) throws IOException {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes("US-ASCII"));
        Reader in = new InputStreamReader(socket.getInputStream(), "US-ASCII");
        StringBuilder answer = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            answer.append((char) c);
        }
        System.out.println(answer.substring(0, answer.indexOf("\r")));
    }

    private void event() throws Exception {
        CountDownLatch printed = new CountDownLatch(1);
        try (SSLSocket socket = open(SSLContext.getDefault(), "good", "HTTPS")) {
            socket.addHandshakeCompletedListener(event -> {
                try {
                    print("event", event.getPeerCertificates());
                    System.out.println(event.getPeerPrincipal() + " " + event.getCipherSuite());
                } catch (Exception e) {
                    e.printStackTrace(System.out);
                } finally {
                    printed.countDown();
                }
            });
            socket.startHandshake();
            printed.await();
            exchange(socket);
        }
    }

    private void verified(String server) throws Exception {
        HttpsURLConnection connection = (HttpsURLConnection) url(server).openConnection();
        connection.setSSLSocketFactory(context(new Trusting()).getSocketFactory());
        connection.setHostnameVerifier((host, session) -> {
            try {
                print(session);
            } catch (Exception e) {
                e.printStackTrace(System.out);
            }
            return host.equals("localhost");
        });
        System.out.println(connection.getResponseCode());
        connection.disconnect();
    }

    private URL url(String server) throws IOException {
        System.setProperty("https.protocols", protocol);
        return new URL("https://localhost:" + given.getProperty("port." + server) + "/");
    }

    private static void print(SSLSession session) throws Exception {
        System.out.println(session.getProtocol() + " " + session.getCipherSuite() + " " + session.getPeerHost());
        System.out.println("principal " + session.getPeerPrincipal());
        print("session", session.getPeerCertificates());
        try {
            for (javax.security.cert.X509Certificate certificate : session.getPeerCertificateChain()) {
                System.out.println("legacy " + certificate.getSubjectDN() + " " + sha256(certificate.getEncoded()));
            }
        } catch (UnsupportedOperationException e) {
            System.out.println("legacy chain: " + e.getMessage());
        }
        if (session instanceof ExtendedSSLSession) {
            try {
                Method staples = ExtendedSSLSession.class.getMethod("getStatusResponses"); // from 9 on
                System.out.println("staples " + ((java.util.List<?>) staples.invoke(session)).size());
            } catch (NoSuchMethodException e) {
                System.out.println("no staples in this JDK");
            }
        }
    }

    private static void print(String from, Certificate[] chain) throws Exception {
        System.out.println(from + " " + chain.getClass().getSimpleName() + " of " + chain.length);
        for (Certificate certificate : chain) {
            X509Certificate x509 = (X509Certificate) certificate;
            System.out.println("  " + x509.getSubjectX500Principal() + ", by " + x509.getIssuerX500Principal() + ", "
                    + x509.getSerialNumber() + ", " + sha256(x509.getEncoded()));
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        StringBuilder hex = new StringBuilder();
        for (byte b : MessageDigest.getInstance("SHA-256").digest(bytes)) {
            hex.append(String.format("%02x", b));
        }
        return hex.toString();
    }

    private static SSLContext context(X509TrustManager trust) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, null);
        return context;
    }

    private static SSLContext revocationChecking() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(System.getProperty("javax.net.ssl.trustStore"))) {
            store.load(in, PASSWORD);
        }
        PKIXRevocationChecker checker =
                (PKIXRevocationChecker) CertPathValidator.getInstance("PKIX").getRevocationChecker();
        checker.setOptions(
                EnumSet.of(PKIXRevocationChecker.Option.ONLY_END_ENTITY, PKIXRevocationChecker.Option.NO_FALLBACK));
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(store, new X509CertSelector());
        parameters.addCertPathChecker(checker);
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        return context((X509TrustManager) factory.getTrustManagers()[0]);
    }

    private static X509TrustManager proxied(X509TrustManager target) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw new CertificateException(e.getCause().getMessage());
            }
        };
        return (X509TrustManager) Proxy.newProxyInstance(
                TlsRows.class.getClassLoader(), new Class<?>[] {X509TrustManager.class}, handler);
    }

    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            try {
                print("judged " + authType, chain);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static final class Pinned implements X509TrustManager {
        private final String pin;

        Pinned(String pin) {
            this.pin = pin;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            String seen;
            try {
                seen = sha256(chain[0].getEncoded());
            } catch (Exception e) {
                throw new CertificateException(e);
            }
            if (!seen.equals(pin)) {
                throw new CertificateException("pinned " + pin + ", saw " + seen);
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static final class Delegating extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager jdk;
        int calls;

        Delegating() throws Exception {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init((KeyStore) null);
            jdk = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            calls++;
            jdk.checkServerTrusted(chain, authType, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            calls++;
            jdk.checkServerTrusted(chain, authType, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("asked without a socket");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return jdk.getAcceptedIssuers();
        }
    }
}
