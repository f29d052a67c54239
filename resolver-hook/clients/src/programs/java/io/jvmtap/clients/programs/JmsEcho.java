package io.jvmtap.clients.programs;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.URI;

/**
 * Any JMS client: {@code -Djms} is the URL, where HOST, PORT and STORE stand for what they say, {@code -Dfactory} the class
 * and {@code -Dqueue} the queue, if it cannot be a temporary one.
 */
public final class JmsEcho {
    private JmsEcho() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            try (Connection connection = factory(url).createConnection()) {
                Session session = connection.createSession();
                String name = System.getProperty("queue");
                Destination queue = name == null ? session.createTemporaryQueue() : session.createQueue(name);
                connection.start();
                session.createProducer(queue).send(session.createTextMessage("hello"));
                TextMessage message =
                        (TextMessage) session.createConsumer(queue).receive(20_000);
                return "received " + message.getText();
            }
        });
    }

    private static ConnectionFactory factory(URI url) throws Exception {
        String place = System.getProperty("jms")
                .replace("HOST", url.getHost())
                .replace("PORT", String.valueOf(url.getPort()))
                .replace("STORE", System.getProperty("javax.net.ssl.trustStore"));
        return (ConnectionFactory) Class.forName(System.getProperty("factory"))
                .getConstructor(String.class)
                .newInstance(place);
    }
}
