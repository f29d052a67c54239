package io.jvmtap.sample;

import java.io.IOException;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;

/** Methods named {@code checkServerTrusted} of every shape, which note what they were asked to judge. */
public class Judges {

    public final List<Object> judged = new ArrayList<>();
    private static Object judgedLast = "nothing";

    public static Object judgedLast() {
        return judgedLast;
    }

    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judged.add(chain);
        if (authType.equals("refuse")) {
            throw new CertificateException("not today");
        }
    }

    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    public long checkServerTrusted(X509Certificate[] chain, long count, double weight, Socket socket) {
        // Begins with the target of a backward jump, and keeps values on the stack over a return's computation.
        while (count > 0) {
            count--;
            judged.add(chain);
        }
        return count + (weight > 1 ? judged.size() : -judged.size());
    }

    public List<X509Certificate> checkServerTrusted(X509Certificate[] chain, String authType, String host)
            throws IOException {
        try {
            synchronized (this) {
                judged.add(chain);
                if (host.isEmpty()) {
                    throw new IllegalStateException("empty host");
                }
                return List.of(chain);
            }
        } catch (IllegalStateException e) {
            throw new IOException("wrapped", e);
        } finally {
            judged.add("finally");
        }
    }

    public static void checkServerTrusted(X509Certificate[] chain) {
        judgedLast = chain;
    }

    public synchronized boolean checkServerTrusted(List<X509Certificate> chain, int depth) {
        judged.add(chain);
        return depth > 0 && checkServerTrusted(chain, depth - 1);
    }

    public void checkServerTrusted(String name) {
        judged.add(name);
    }
}
