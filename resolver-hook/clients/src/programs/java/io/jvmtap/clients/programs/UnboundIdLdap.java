package io.jvmtap.clients.programs;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import javax.net.ssl.SSLContext;

/** UnboundID's LDAP over TLS. */
public final class UnboundIdLdap {
    private UnboundIdLdap() {}

    public static void main(String[] args) {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        Seen.each(args, url -> {
            try (LDAPConnection connection = new LDAPConnection(
                    SSLContext.getDefault().getSocketFactory(), options, url.getHost(), url.getPort())) {
                return String.valueOf(connection.getRootDSE());
            }
        });
    }
}
