package io.jvmtap.clients.programs;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import java.nio.charset.StandardCharsets;

/** HiveMQ's client, MQTT 5, over Netty. */
public final class HiveMqtt {
    private HiveMqtt() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            Mqtt5BlockingClient client = MqttClient.builder()
                    .useMqttVersion5()
                    .identifier("matrix-hivemq")
                    .serverHost(url.getHost())
                    .serverPort(url.getPort())
                    .sslWithDefaultConfig()
                    .buildBlocking();
            client.connect();
            try (Mqtt5Publishes publishes = client.publishes(MqttGlobalPublishFilter.ALL)) {
                client.subscribeWith().topicFilter("matrix").send();
                client.publishWith()
                        .topic("matrix")
                        .payload("hello".getBytes(StandardCharsets.UTF_8))
                        .send();
                return "received " + new String(publishes.receive().getPayloadAsBytes(), StandardCharsets.UTF_8);
            } finally {
                client.disconnect();
            }
        });
    }
}
