package io.jvmtap.clients.programs;

import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.PulsarClient;

/** Pulsar, over a relocated Netty. */
public final class Pulsar {
    private Pulsar() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            try (PulsarClient client = PulsarClient.builder()
                    .serviceUrl("pulsar+ssl://" + url.getAuthority())
                    .useKeyStoreTls(true)
                    .tlsTrustStoreType("PKCS12")
                    .tlsTrustStorePath(System.getProperty("javax.net.ssl.trustStore"))
                    .tlsTrustStorePassword(System.getProperty("javax.net.ssl.trustStorePassword"))
                    .enableTlsHostnameVerification(true)
                    .operationTimeout(6, TimeUnit.SECONDS)
                    .lookupTimeout(6, TimeUnit.SECONDS)
                    .connectionTimeout(6, TimeUnit.SECONDS)
                    .build()) {
                client.newProducer().topic("matrix").create();
                return "connected";
            }
        });
    }
}
