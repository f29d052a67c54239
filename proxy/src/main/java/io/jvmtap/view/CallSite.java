package io.jvmtap.view;

import java.util.List;

/** The line of the program that made a call: the innermost frame that is not the JDK's or a well-known client's. */
final class CallSite {
    private static final List<String> PLUMBING = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "kotlin.",
            "kotlinx.",
            "scala.",
            "io.netty.",
            "io.grpc.",
            "io.vertx.",
            "okhttp3.",
            "okio.",
            "retrofit2.",
            "reactor.",
            "feign.",
            "org.apache.http.",
            "org.apache.hc.",
            "org.apache.kafka.",
            "org.eclipse.jetty.",
            "org.springframework.",
            "org.postgresql.",
            "com.mysql.",
            "com.zaxxer.hikari.",
            "redis.clients.",
            "io.lettuce.");

    private CallSite() {}

    /** As {@code StripeClient.charge(StripeClient.java:88)}; empty where nothing is known. */
    static String of(List<String> frames) {
        for (String frame : frames) {
            if (PLUMBING.stream().noneMatch(frame::startsWith)) {
                return shortened(frame);
            }
        }
        return frames.isEmpty() ? "" : shortened(frames.get(0));
    }

    /** Drops the package, and the module or loader that may stand before a slash. */
    static String shortened(String frame) {
        int parenthesis = frame.indexOf('(');
        String call = parenthesis < 0 ? frame : frame.substring(0, parenthesis);
        int method = call.lastIndexOf('.');
        int type = method < 0 ? -1 : call.lastIndexOf('.', method - 1);
        return frame.substring(Math.max(type, call.lastIndexOf('/')) + 1);
    }
}
