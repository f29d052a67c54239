package io.jvmtap.clients;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What small servers answer: enough for a client to say that it is connected. */
final class Replies {
    static final byte[] SMTP_GREETING = ascii("220 server.jvmtap.test ESMTP\r\n");

    private Replies() {}

    /** One reply for each command (RESP arrays) among the bytes. */
    static byte[] redis(byte[] commands) {
        StringBuilder replies = new StringBuilder();
        for (String command : text(commands).split("(?m)^\\*")) {
            if (command.contains("PING")) {
                replies.append("+PONG\r\n");
            } else if (command.contains("CLIENT")) {
                replies.append("+OK\r\n");
            } else if (!command.isEmpty()) {
                replies.append("-ERR unknown command\r\n");
            }
        }
        return ascii(replies.toString());
    }

    /** RFC 5321 sections 4.1.1.1, 4.1.1.9 and 4.1.1.10; whatever else is asked gets OK, too. */
    static byte[] smtp(byte[] line) {
        String command = text(line).toUpperCase(Locale.ROOT);
        if (command.startsWith("EHLO")) {
            return ascii("250-server.jvmtap.test\r\n250 8BITMIME\r\n");
        }
        return ascii(command.startsWith("QUIT") ? "221 bye\r\n" : "250 ok\r\n");
    }

    static byte[] nats(byte[] lines) {
        return ascii(text(lines).contains("PING") ? "PONG\r\n" : "+OK\r\n");
    }

    /** Success for a BindRequest (RFC 4511 section 4.2) of a message id below 128; the end for anything else. */
    static byte[] ldap(byte[] message) {
        boolean bind = message.length > 5 && message[5] == 0x60;
        return bind ? new byte[] {0x30, 0x0c, 2, 1, message[4], 0x61, 7, 0x0a, 1, 0, 4, 0, 4, 0} : new byte[0];
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
