package io.jvmtap.clients;

import io.jvmtap.differential.TestServer;
import java.io.IOException;
import javax.net.ssl.SSLContext;

/** The kinds of servers that clients talk to. */
enum Server {
    /** Answers {@code /hello} over HTTP/1.1; the exchange must be seen. */
    HTTP1("  200, 5 bytes") {
        @Override
        Running start(SSLContext tls) throws IOException {
            TestServer server = TestServer.tls(tls);
            return new Running(server.port(), server);
        }
    },
    /** The same, for a client that is to refuse even this one. */
    HTTP1_REFUSED("  failed: ") {
        @Override
        Running start(SSLContext tls) throws IOException {
            return HTTP1.start(tls);
        }
    },
    /** Answers every request over HTTP/2 with {@code hello}, gRPC calls too. */
    HTTP2("  200, 5 bytes") {
        @Override
        Running start(SSLContext tls) {
            Http2Server server = new Http2Server(tls);
            return new Running(server.port(), server);
        }
    },
    /** Answers commands as a Redis server does that knows no others than {@code PING} and {@code CLIENT}. */
    REDIS("  PONG") {
        @Override
        Running start(SSLContext tls) throws IOException {
            StreamServer server = new StreamServer(tls, Prologue.NONE, Replies::redis);
            return new Running(server.port(), server);
        }
    },
    /** Greets as a mail server does and knows the commands up to {@code QUIT}. */
    SMTPS("  connected") {
        @Override
        Running start(SSLContext tls) throws IOException {
            StreamServer server = new StreamServer(tls, Prologue.NONE, Replies::smtp, Replies.SMTP_GREETING);
            return new Running(server.port(), server);
        }
    },
    /** Starts TLS when asked, then closes. */
    POSTGRESQL("") {
        @Override
        Running start(SSLContext tls) throws IOException {
            StreamServer server = new StreamServer(tls, Prologue.POSTGRESQL, request -> new byte[0]);
            return new Running(server.port(), server);
        }
    },
    /** Speaks first, starts TLS when asked, then closes. */
    MYSQL("") {
        @Override
        Running start(SSLContext tls) throws IOException {
            StreamServer server = new StreamServer(tls, Prologue.MYSQL, request -> new byte[0]);
            return new Running(server.port(), server);
        }
    },
    /** Speaks first, starts TLS, and answers {@code PING}. */
    NATS("  connected") {
        @Override
        Running start(SSLContext tls) throws IOException {
            StreamServer server = new StreamServer(tls, Prologue.NATS, Replies::nats);
            return new Running(server.port(), server);
        }
    },
    /** Lets everybody in, and closes on any other request. */
    LDAPS("") {
        @Override
        Running start(SSLContext tls) throws IOException {
            StreamServer server = new StreamServer(tls, Prologue.NONE, Replies::ldap);
            return new Running(server.port(), server);
        }
    },
    /** Reads what comes first and closes: enough to see who comes, not to please any client. */
    FIRST_BYTES("") {
        @Override
        Running start(SSLContext tls) throws IOException {
            StreamServer server = new StreamServer(tls, Prologue.NONE, request -> new byte[0]);
            return new Running(server.port(), server);
        }
    };

    /** @param closing ends it */
    record Running(int port, AutoCloseable closing) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            closing.close();
        }
    }

    private final String good;

    /** @param good what every program prints that was served well; empty where none can be */
    Server(String good) {
        this.good = good;
    }

    String good() {
        return good;
    }

    abstract Running start(SSLContext tls) throws IOException;
}
