package io.jvmtap.clients;

import io.jvmtap.differential.TestCertificates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Servers of Maven Central: each is a program in {@code src/servers} with a class path and a JVM of its own, the one that
 * runs the tests. It is given a port, the key store and its password.
 */
final class ServerPrograms {
    private static final String NO_LOGS = "org.slf4j:slf4j-nop:2.0.18";

    private ServerPrograms() {}

    static Running grpc(Site site) throws Exception {
        return start(site, "GrpcServer", List.of(), "io.grpc:grpc-netty-shaded:1.85.1", "io.grpc:grpc-stub:1.85.1");
    }

    static Running webSocket(Site site) throws Exception {
        return start(site, "WebSocketEcho", List.of(), "org.java-websocket:Java-WebSocket:1.6.0", NO_LOGS);
    }

    static Running mongo(Site site) throws Exception {
        return start(site, "MongoServer", List.of(), "de.bwaldvogel:mongo-java-server:1.47.0", NO_LOGS);
    }

    static Running kafka(Site site) throws Exception {
        List<String> arguments = List.of(
                TestCertificates.NAME,
                String.valueOf(Daemon.freePort()),
                String.valueOf(Daemon.freePort()),
                site.directory().resolve("data").toString());
        return start(site, "KafkaBroker", arguments, "org.apache.kafka:kafka_2.13:4.4.0");
    }

    static Running artemis(Site site) throws Exception {
        return start(site, "ArtemisBroker", List.of(), "org.apache.activemq:artemis-server:2.56.0", NO_LOGS);
    }

    static Running mail(Site site, String protocol) throws Exception {
        return start(site, "MailServer", List.of(protocol), "com.icegreen:greenmail:2.1.13", NO_LOGS);
    }

    static Running startTlsMail(Site site) throws Exception {
        return start(site, "StartTlsMailServer", List.of(), "com.github.davidmoten:subethasmtp:7.2.2", NO_LOGS);
    }

    static Running ftps(Site site) throws Exception {
        return start(site, "FtpsServer", List.of(), "org.apache.ftpserver:ftpserver-core:1.2.1", NO_LOGS);
    }

    static Running rmi(Site site) throws Exception {
        return start(site, "RmiServer", List.of());
    }

    private static Running start(Site site, String program, List<String> arguments, String... artifacts)
            throws Exception {
        int port = Daemon.freePort();
        Path at = site.directory();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-Djava.rmi.server.hostname=" + TestCertificates.NAME,
                "-cp",
                site.programs().serverClassPath(program, List.of(artifacts)),
                Programs.SERVERS + "." + program,
                String.valueOf(port),
                site.identity().pkcs12(at).toString(),
                TestCertificates.STORE_PASSWORD));
        command.addAll(arguments);
        return new Running(port, Daemon.start(at, port, command, Map.of()));
    }
}
