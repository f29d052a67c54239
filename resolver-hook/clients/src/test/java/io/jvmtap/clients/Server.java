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
    /** Reads what comes first and closes: enough to see who comes, not to please any client. */
    FIRST_BYTES("") {
        @Override
        Running start(SSLContext tls) throws IOException {
            StreamServer server = new StreamServer(tls, request -> new byte[0]);
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
