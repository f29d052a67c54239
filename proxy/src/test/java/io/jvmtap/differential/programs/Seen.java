package io.jvmtap.differential.programs;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.List;
import java.util.Map;

/** Prints what a program can observe: results on stdout, failures with their stack traces on stderr. */
final class Seen {
    private Seen() {}

    static void say(String what) {
        System.out.println(what);
        System.out.flush();
    }

    static void headers(Map<String, List<String>> headers) {
        headers.forEach((name, values) -> say("  " + name + ": " + values));
    }

    static void body(byte[] bytes) {
        say("  body " + bytes.length + " bytes, sha-256 " + hash(bytes));
    }

    /** Prints the lines of a body as they come. */
    static void lines(InputStream body) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = body.read(); next >= 0; next = body.read()) {
            if (next == '\n') {
                say("  line " + line);
                line.setLength(0);
            } else {
                line.append((char) next);
            }
        }
    }

    static void certificates(Certificate[] chain) throws CertificateEncodingException {
        for (Certificate certificate : chain) {
            say("  certificate " + hash(certificate.getEncoded()));
        }
    }

    static void failure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            say("  failed: " + cause.getClass().getName() + ": " + cause.getMessage());
        }
        failure.printStackTrace();
    }

    /** For failures that come from other threads, whose traces are a matter of who was first. */
    static void failureWithoutCauses(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            say("  failed: " + cause.getClass().getName() + ": " + cause.getMessage());
        }
        for (StackTraceElement frame : failure.getStackTrace()) {
            System.err.println("\tat " + frame);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            StringBuilder hex = new StringBuilder();
            for (byte b : MessageDigest.getInstance("SHA-256").digest(bytes)) {
                hex.append(String.format("%02x", b));
            }
            return hex.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
