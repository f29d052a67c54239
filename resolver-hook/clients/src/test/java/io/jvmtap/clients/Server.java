package io.jvmtap.clients;

import io.jvmtap.differential.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kinds of servers that clients talk to: real ones, of Maven Central or of Debian, where there are any. */
enum Server {
    /** Answers {@code /hello} over HTTP/1.1; the exchange must be seen. */
    HTTP1("  200, 5 bytes", Server::http1),
    /** The same, for a client that is to refuse even this one. */
    HTTP1_REFUSED("  failed: ", Server::http1),
    /** The same over HTTP/2 alone. */
    HTTP2("  200, 5 bytes", site -> {
        Http2Server server = new Http2Server(site.identity().tls());
        return new Running(server.port(), server);
    }),
    /** HTTP/1.1 of a server that is no part of these tests. */
    NGINX("  200, 5 bytes", site -> Daemons.nginx(site, ""), "/usr/sbin/nginx"),
    /** The same, and HTTP/2 for who asks for it. */
    NGINX_H2("  200, 5 bytes", site -> Daemons.nginx(site, " http2"), "/usr/sbin/nginx"),
    /** The server of grpc-java. */
    GRPC("  200, 5 bytes", ServerPrograms::grpc),
    /** Echoes each message. */
    WEBSOCKET("  echo: hello", ServerPrograms::webSocket),
    /** As much of MongoDB as its drivers ask for, in Java. */
    MONGODB("  {\"ok\": 1", ServerPrograms::mongo),
    /** A broker of one, without ZooKeeper. */
    KAFKA("  matrix-cluster-of-one", ServerPrograms::kafka),
    ARTEMIS("  received hello", ServerPrograms::artemis),
    SMTPS("  connected", site -> ServerPrograms.mail(site, "smtps")),
    IMAPS("  0 messages", site -> ServerPrograms.mail(site, "imaps")),
    SMTP_STARTTLS("  connected", ServerPrograms::startTlsMail),
    FTPS("  /", ServerPrograms::ftps),
    RMI("  hello", ServerPrograms::rmi),
    POSTGRESQL("  PostgreSQL", Daemons::postgresql, "/usr/lib/postgresql"),
    MARIADB("  M", Daemons::mariadb, "/usr/sbin/mariadbd"),
    REDIS("  PONG", Daemons::redis, "/usr/bin/redis-server"),
    RABBITMQ("  received hello", Daemons::rabbitmq, "/usr/lib/rabbitmq"),
    NATS("  received hello", Daemons::nats, "/usr/sbin/nats-server"),
    MOSQUITTO("  received hello", Daemons::mosquitto, "/usr/sbin/mosquitto"),
    SLAPD("  root DSE", Daemons::slapd, "/usr/sbin/slapd"),
    SLAPD_STARTTLS("  root DSE", Daemons::slapdInPlain, "/usr/sbin/slapd"),
    /** Reads what comes first and closes: enough to see who comes, not to please any client. */
    FIRST_BYTES("", site -> {
        MuteServer server = new MuteServer(site.identity().tls());
        return new Running(server.port(), server);
    });

    /** Starts one of a kind. */
    @FunctionalInterface
    interface Start {
        Running at(Site site) throws Exception;
    }

    private final String good;
    private final Start start;
    private final @Nullable Path needed;

    /** @param good what every program prints that was served well; empty where none can be */
    Server(String good, Start start) {
        this.good = good;
        this.start = start;
        this.needed = null;
    }

    /** @param needed what is there when its package is installed */
    Server(String good, Start start, String needed) {
        this.good = good;
        this.start = start;
        this.needed = Path.of(needed);
    }

    String good() {
        return good;
    }

    /** For the table. */
    String label() {
        return isMute() ? "first bytes" : name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether nothing answers there: such a cell shows that a client is caught, and no more. */
    boolean isMute() {
        return good.isEmpty();
    }

    /** Whether what it answers is recorded as exchanges of HTTP. */
    boolean isHttp() {
        return Set.of(HTTP1, HTTP2, NGINX, NGINX_H2).contains(this);
    }

    /** What is missing for it on this machine. */
    @Nullable
    Path missing() {
        return needed == null || Files.exists(needed) ? null : needed;
    }

    Running start(Site site) throws Exception {
        return start.at(site);
    }

    private static Running http1(Site site) throws Exception {
        TestServer server = TestServer.tls(site.identity().tls());
        return new Running(server.port(), server);
    }
}
