package io.jvmtap.clients.programs;

import java.util.Hashtable;
import javax.naming.CommunicationException;
import javax.naming.Context;
import javax.naming.directory.InitialDirContext;

/** The JDK's LDAP over TLS. */
public final class JndiLdap {
    private JndiLdap() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            Hashtable<String, String> settings = new Hashtable<>();
            settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
            settings.put(Context.PROVIDER_URL, "ldaps://" + url.getAuthority());
            try {
                new InitialDirContext(settings).close();
                return "connected";
            } catch (CommunicationException e) {
                return "failed: " + e.getClass().getName() + ": "
                        + e.getMessage(); // the cause depends on which of two threads was first
            }
        });
    }
}
