package io.jvmtap.clients.programs;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;

/** RabbitMQ's client. */
public final class RabbitMq {
    private RabbitMq() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setHost(url.getHost());
            factory.setPort(url.getPort());
            factory.useSslProtocol(SSLContext.getDefault());
            factory.enableHostnameVerification();
            try (Connection connection = factory.newConnection();
                    Channel channel = connection.createChannel()) {
                channel.confirmSelect();
                String queue = channel.queueDeclare().getQueue();
                channel.basicPublish("", queue, null, "hello".getBytes(StandardCharsets.US_ASCII));
                channel.waitForConfirmsOrDie(20_000);
                GetResponse message = channel.basicGet(queue, true);
                return "received " + new String(message.getBody(), StandardCharsets.US_ASCII);
            }
        });
    }
}
