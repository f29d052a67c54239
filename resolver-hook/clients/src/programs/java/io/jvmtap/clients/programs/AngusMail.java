package io.jvmtap.clients.programs;

import jakarta.mail.Folder;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import java.util.Properties;

/** Jakarta Mail: {@code -Dmail} is {@code smtps}, {@code imaps} or {@code smtp}, which starts TLS within the connection. */
public final class AngusMail {
    private AngusMail() {}

    public static void main(String[] args) {
        String protocol = System.getProperty("mail");
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.localhost", "client.jvmtap.test");
        properties.setProperty("mail.smtps.localhost", "client.jvmtap.test");
        properties.setProperty("mail.smtp.starttls.required", "true");
        Session session = Session.getInstance(properties);
        Seen.each(args, url -> {
            if (protocol.equals("imaps")) {
                try (Store store = session.getStore(protocol)) {
                    store.connect(url.getHost(), url.getPort(), "user", "secret");
                    Folder inbox = store.getFolder("INBOX");
                    inbox.open(Folder.READ_ONLY);
                    return inbox.getMessageCount() + " messages";
                }
            }
            try (Transport transport = session.getTransport(protocol)) {
                transport.connect(url.getHost(), url.getPort(), null, null);
                return "connected";
            }
        });
    }
}
