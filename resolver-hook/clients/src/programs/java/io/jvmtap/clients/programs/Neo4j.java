package io.jvmtap.clients.programs;

import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;

/** Neo4j's driver: Bolt over Netty. */
public final class Neo4j {
    private Neo4j() {}

    public static void main(String[] args) {
        Config config = Config.builder()
                .withEncryption()
                .withTrustStrategy(Config.TrustStrategy.trustSystemCertificates())
                .withLogging(Logging.none())
                .build();
        Seen.each(args, url -> {
            try (Driver driver = GraphDatabase.driver("bolt://" + url.getAuthority(), AuthTokens.none(), config)) {
                driver.verifyConnectivity();
                return "connected";
            }
        });
    }
}
