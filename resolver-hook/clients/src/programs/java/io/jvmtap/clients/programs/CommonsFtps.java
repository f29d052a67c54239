package io.jvmtap.clients.programs;

import org.apache.commons.net.ftp.FTPSClient;

/** Commons Net: FTP with AUTH TLS. */
public final class CommonsFtps {
    private CommonsFtps() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            FTPSClient client = new FTPSClient();
            client.setTrustManager(null); // that of the JDK
            client.setEndpointCheckingEnabled(true);
            client.connect(url.getHost(), url.getPort());
            try {
                client.login("user", "secret");
                return client.printWorkingDirectory();
            } finally {
                client.disconnect();
            }
        });
    }
}
