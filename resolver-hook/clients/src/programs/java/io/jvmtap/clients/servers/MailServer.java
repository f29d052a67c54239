package io.jvmtap.clients.servers;

import com.icegreen.greenmail.util.DummySSLServerSocketFactory;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

/** GreenMail with one account. */
public final class MailServer {
    private MailServer() {}

    /** @param args what all are given, then {@code smtps} or {@code imaps} */
    public static void main(String[] args) throws Exception {
        Keys keys = Keys.of(args);
        System.setProperty(
                DummySSLServerSocketFactory.GREENMAIL_KEYSTORE_FILE_PROPERTY,
                keys.file().toString());
        System.setProperty(DummySSLServerSocketFactory.GREENMAIL_KEYSTORE_PASSWORD_PROPERTY, keys.password());
        GreenMail mail = new GreenMail(new ServerSetup(keys.port(), Keys.LOOPBACK, args[3]));
        mail.setUser("user@jvmtap.test", "user", "secret");
        mail.start();
        Thread.currentThread().join();
    }
}
