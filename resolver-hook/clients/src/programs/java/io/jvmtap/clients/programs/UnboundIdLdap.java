package io.jvmtap.clients.programs;

import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import java.util.Arrays;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/** UnboundID's LDAP over TLS; with {@code -Dstarttls} TLS starts within the connection. */
public final class UnboundIdLdap {
    private UnboundIdLdap() {}

    public static void main(String[] args) {
        boolean startTls = Boolean.getBoolean("starttls");
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        Seen.each(args, url -> {
            SocketFactory sockets = startTls
                    ? SocketFactory.getDefault()
                    : SSLContext.getDefault().getSocketFactory();
            try (LDAPConnection connection = new LDAPConnection(sockets, options, url.getHost(), url.getPort())) {
                if (startTls) {
                    ExtendedResult started =
                            connection.processExtendedOperation(new StartTLSExtendedRequest(SSLContext.getDefault()));
                    if (started.getResultCode().intValue() != 0) {
                        return "failed: " + started.getDiagnosticMessage();
                    }
                }
                return "root DSE, " + Arrays.toString(connection.getRootDSE().getSupportedLDAPVersions());
            }
        });
    }
}
