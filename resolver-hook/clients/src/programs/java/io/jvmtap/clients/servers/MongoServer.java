package io.jvmtap.clients.servers;

import java.net.InetSocketAddress;

/** A MongoDB in memory. */
public final class MongoServer {
    private MongoServer() {}

    public static void main(String[] args) throws Exception {
        Keys keys = Keys.of(args);
        de.bwaldvogel.mongo.MongoServer server =
                new de.bwaldvogel.mongo.MongoServer(new de.bwaldvogel.mongo.backend.memory.MemoryBackend());
        server.enableSsl(keys.key(), null, keys.chain());
        server.bind(new InetSocketAddress(Keys.LOOPBACK, keys.port()));
        Thread.currentThread().join();
    }
}
