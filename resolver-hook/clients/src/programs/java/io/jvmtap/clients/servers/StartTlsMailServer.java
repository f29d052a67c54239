package io.jvmtap.clients.servers;

import java.net.InetAddress;
import org.subethamail.smtp.server.SMTPServer;

/** SMTP in plain, with STARTTLS (RFC 3207). */
public final class StartTlsMailServer {
    private StartTlsMailServer() {}

    public static void main(String[] args) throws Exception {
        Keys keys = Keys.of(args);
        SMTPServer.port(keys.port())
                .bindAddress(InetAddress.getByName(Keys.LOOPBACK))
                .enableTLS(true)
                .startTlsSocketFactory(keys.tls())
                .build()
                .start();
        Thread.currentThread().join();
    }
}
