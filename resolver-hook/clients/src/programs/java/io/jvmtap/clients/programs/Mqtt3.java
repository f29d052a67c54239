package io.jvmtap.clients.programs;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Paho, MQTT 3.1.1. */
public final class Mqtt3 {
    private Mqtt3() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            CompletableFuture<String> received = new CompletableFuture<>();
            MqttConnectOptions options = new MqttConnectOptions();
            options.setSocketFactory(SSLContext.getDefault().getSocketFactory());
            MqttClient client = new MqttClient("ssl://" + url.getAuthority(), "matrix-paho", new MemoryPersistence());
            client.connect(options);
            client.subscribe(
                    "matrix",
                    1,
                    (topic, message) ->
                            received.complete("received " + new String(message.getPayload(), StandardCharsets.UTF_8)));
            client.publish("matrix", "hello".getBytes(StandardCharsets.UTF_8), 1, false);
            String answer = received.get(20, TimeUnit.SECONDS);
            client.disconnect();
            return answer;
        });
    }
}
