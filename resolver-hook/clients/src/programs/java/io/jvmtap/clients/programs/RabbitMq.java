package io.jvmtap.clients.programs;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
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
            try (Connection connection = factory.newConnection()) {
                return "connected";
            }
        });
    }
}
