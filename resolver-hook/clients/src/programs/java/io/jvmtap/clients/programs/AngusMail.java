package io.jvmtap.clients.programs;

import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.util.Properties;

/** Jakarta Mail: SMTP over TLS. */
public final class AngusMail {
    private AngusMail() {}

    public static void main(String[] args) {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.localhost", "client.jvmtap.test");
        Session session = Session.getInstance(properties);
        Seen.each(args, url -> {
            try (Transport transport = session.getTransport("smtps")) {
                transport.connect(url.getHost(), url.getPort(), null, null);
                return "connected";
            }
        });
    }
}
