package io.jvmtap.clients.programs;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Kafka's admin client, which asks for the cluster as producers and consumers do first. */
public final class KafkaAdmin {
    private KafkaAdmin() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            Map<String, Object> settings = new HashMap<>();
            settings.put("bootstrap.servers", url.getAuthority());
            settings.put("security.protocol", "SSL");
            settings.put("ssl.truststore.type", "PKCS12");
            settings.put("ssl.truststore.location", System.getProperty("javax.net.ssl.trustStore"));
            settings.put("ssl.truststore.password", System.getProperty("javax.net.ssl.trustStorePassword"));
            settings.put("request.timeout.ms", "5000");
            settings.put("default.api.timeout.ms", "6000");
            try (Admin admin = Admin.create(settings)) {
                return admin.describeCluster().clusterId().get();
            }
        });
    }
}
