package io.jvmtap.clients.programs;

import java.util.Hashtable;
import javax.naming.CommunicationException;
import javax.naming.Context;
import javax.naming.directory.Attributes;
import javax.naming.directory.InitialDirContext;
import javax.naming.ldap.InitialLdapContext;
import javax.naming.ldap.StartTlsRequest;
import javax.naming.ldap.StartTlsResponse;

/** The JDK's LDAP over TLS; with {@code -Dstarttls} TLS starts within the connection. */
public final class JndiLdap {
    private static final String[] VERSION = {"supportedLDAPVersion"};

    private JndiLdap() {}

    public static void main(String[] args) {
        boolean startTls = Boolean.getBoolean("starttls");
        Seen.each(args, url -> {
            Hashtable<String, String> settings = new Hashtable<>();
            settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
            settings.put(Context.PROVIDER_URL, (startTls ? "ldap://" : "ldaps://") + url.getAuthority());
            try {
                return startTls ? inPlain(settings) : overTls(settings);
            } catch (CommunicationException e) {
                return "failed: " + e.getClass().getName() + ": "
                        + e.getMessage(); // the cause depends on which of two threads was first
            }
        });
    }

    private static String overTls(Hashtable<String, String> settings) throws Exception {
        InitialDirContext context = new InitialDirContext(settings);
        Attributes root = context.getAttributes("", VERSION);
        context.close();
        return "root DSE, " + root.get(VERSION[0]);
    }

    private static String inPlain(Hashtable<String, String> settings) throws Exception {
        InitialLdapContext context = new InitialLdapContext(settings, null);
        StartTlsResponse tls = (StartTlsResponse) context.extendedOperation(new StartTlsRequest());
        tls.negotiate();
        Attributes root = context.getAttributes("", VERSION);
        tls.close();
        context.close();
        return "root DSE, " + root.get(VERSION[0]);
    }
}
