package io.jvmtap.clients.programs;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;

/** Cassandra's driver, over Netty. */
public final class Cassandra {
    private Cassandra() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            try (CqlSession session = CqlSession.builder()
                    .addContactPoint(new InetSocketAddress(url.getHost(), url.getPort()))
                    .withLocalDatacenter("test")
                    .withSslContext(SSLContext.getDefault())
                    .build()) {
                return session.getName();
            } catch (AllNodesFailedException e) { // its text has the hash code of a node
                throw e.getAllErrors().values().iterator().next().get(0);
            }
        });
    }
}
