package io.jvmtap.view;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The line of the program that made a call: the innermost frame that is not the JDK's or a well-known client's. A choice
 * made for showing only; the capture keeps the frames as they came.
 */
final class CallSite {
    /** Whom nobody means when asking who called: the JDK, language runtimes, clients. The one list of them. */
    private static final List<String> PLUMBING = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "kotlin.",
            "kotlinx.",
            "scala.",
            "groovy.",
            "org.codehaus.groovy.",
            "org.apache.groovy.",
            "clojure.",
            "jakarta.",
            "com.squareup.okhttp.",
            "okhttp3.",
            "okio.",
            "retrofit2.",
            "feign.",
            "kong.unirest.",
            "io.ktor.",
            "sttp.",
            "akka.",
            "org.apache.pekko.",
            "com.google.common.",
            "com.google.auth.",
            "com.google.cloud.",
            "com.fasterxml.jackson.",
            "org.jboss.resteasy.",
            "org.hibernate.",
            "org.apache.ibatis.",
            "org.jooq.",
            "org.conscrypt.",
            "org.bouncycastle.",
            "net.bytebuddy.",
            "io.opentelemetry.",
            "org.eclipse.angus.",
            "com.sun.mail.",
            "org.eclipse.paho.",
            "com.hivemq.",
            "io.nats.",
            "com.datastax.",
            "org.apache.http.",
            "org.apache.hc.",
            "org.apache.commons.httpclient.",
            "org.apache.cxf.",
            "org.asynchttpclient.",
            "org.glassfish.jersey.",
            "org.apache.maven.wagon.",
            "org.eclipse.aether.",
            "org.eclipse.jetty.",
            "org.springframework.",
            "io.netty.",
            "io.vertx.",
            "io.grpc.",
            "reactor.",
            "io.micronaut.http.",
            "io.helidon.webclient.",
            "com.google.api.client.",
            "com.google.api.gax.",
            "software.amazon.awssdk.",
            "com.amazonaws.",
            "com.azure.core.",
            "org.apache.kafka.",
            "com.rabbitmq.client.",
            "redis.clients.",
            "io.lettuce.",
            "com.mongodb.",
            "org.elasticsearch.client.",
            "com.zaxxer.hikari.",
            "org.postgresql.",
            "com.mysql.",
            "org.mariadb.",
            "oracle.jdbc.",
            "oracle.net.",
            "com.microsoft.sqlserver.",
            "com.unboundid.ldap.");

    /** In the names of classes that are made at run time. */
    private static final List<String> GENERATED = List.of(
            "$$SpringCGLIB", "$$EnhancerBy", "$$FastClassBy", "$$Lambda", "$Proxy", "$HibernateProxy", "$ByteBuddy$");

    private CallSite() {}

    /** As {@code StripeClient.charge(StripeClient.java:88)}; empty where nothing is known. */
    static String of(List<String> frames) {
        for (String frame : frames) {
            if (plumbing(frame) == null) {
                return shortened(frame);
            }
        }
        return frames.isEmpty() ? "" : shortened(where(frames));
    }

    /** On a thread of a library there is no line of the program: where the outermost library left its own code. */
    private static String where(List<String> frames) {
        int entered = frames.size() - 1;
        String library = plumbing(frames.get(entered));
        while (entered > 0 && Objects.equals(library, plumbing(frames.get(entered - 1)))) {
            entered--;
        }
        return frames.get(entered);
    }

    private static @Nullable String plumbing(String frame) {
        // Proxies are woven around the program's own beans and carry its name, but not a line of it.
        for (String sign : GENERATED) {
            if (frame.contains(sign)) {
                return sign;
            }
        }
        for (String prefix : PLUMBING) {
            if (frame.startsWith(prefix)) {
                return prefix;
            }
        }
        return null;
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
