package io.jvmtap.clients.programs;

import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Prints what a client saw of each place it was sent to: the same words in every run, whatever threads did. */
final class Seen {
    private Seen() {}

    /** What a program does at one place. */
    interface Visit {
        /** @return what there is to say about it */
        String to(URI url) throws Throwable;
    }

    /** Goes everywhere, then ends the JVM, whatever threads the client has left. A place without a URL is a pause. */
    static void each(String[] places, Visit visit) {
        for (String place : places) {
            int equals = place.indexOf('=');
            say("== " + (equals < 0 ? place : place.substring(0, equals)));
            try {
                if (equals < 0) {
                    Bytes.all(System.in); // until whoever watches has done what it wants to do
                    continue;
                }
                say("  " + visit.to(URI.create(place.substring(equals + 1))));
            } catch (Throwable failure) { // some clients throw Errors where a network fails
                failure(failure);
            }
        }
        System.exit(0);
    }

    static String answer(int status, byte[] body) {
        return status + ", " + body.length + " bytes, sha-256 " + hash(body);
    }

    /** Class and message of a failure and of its causes: traces depend on which thread was first. */
    static void failure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            say("  failed: " + cause.getClass().getName() + ": " + cause.getMessage());
        }
    }

    private static void say(String what) {
        System.out.println(what);
        System.out.flush();
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
