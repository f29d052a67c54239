package io.jvmtap.clients.servers;

import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/** ActiveMQ Artemis in memory, for its own protocol. */
public final class ArtemisBroker {
    private ArtemisBroker() {}

    public static void main(String[] args) throws Exception {
        Keys keys = Keys.of(args);
        EmbeddedActiveMQ server = new EmbeddedActiveMQ();
        server.setConfiguration(new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJournalDirectory(keys.file().resolveSibling("journal").toString())
                .addAcceptorConfiguration(
                        "clients",
                        "tcp://127.0.0.1:" + keys.port() + "?sslEnabled=true;keyStoreType=PKCS12;keyStorePath="
                                + keys.file() + ";keyStorePassword=" + keys.password()
                                + ";protocols=CORE"));
        server.start();
        Thread.currentThread().join();
    }
}
