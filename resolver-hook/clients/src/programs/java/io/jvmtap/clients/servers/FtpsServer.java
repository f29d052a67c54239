package io.jvmtap.clients.servers;

import java.util.List;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.SslConfigurationFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;

/** FTP with AUTH TLS (RFC 4217) for one user. */
public final class FtpsServer {
    private FtpsServer() {}

    public static void main(String[] args) throws Exception {
        Keys keys = Keys.of(args);
        SslConfigurationFactory tls = new SslConfigurationFactory();
        tls.setKeystoreFile(keys.file().toFile());
        tls.setKeystoreType("PKCS12");
        tls.setKeystorePassword(keys.password());
        ListenerFactory listener = new ListenerFactory();
        listener.setServerAddress(Keys.LOOPBACK);
        listener.setPort(keys.port());
        listener.setSslConfiguration(tls.createSslConfiguration());
        FtpServerFactory server = new FtpServerFactory();
        server.addListener("default", listener.createListener());
        BaseUser user = new BaseUser();
        user.setName("user");
        user.setPassword("secret");
        user.setHomeDirectory(keys.file().getParent().toString());
        user.setAuthorities(List.of());
        server.getUserManager().save(user);
        server.createServer().start();
        Thread.currentThread().join();
    }
}
