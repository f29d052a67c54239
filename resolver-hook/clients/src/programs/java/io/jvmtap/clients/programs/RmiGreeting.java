package io.jvmtap.clients.programs;

import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import javax.rmi.ssl.SslRMIClientSocketFactory;

/** RMI over TLS: the registry, then the object. */
public final class RmiGreeting {
    private RmiGreeting() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            Registry registry =
                    LocateRegistry.getRegistry(url.getHost(), url.getPort(), new SslRMIClientSocketFactory());
            return ((Greeting) registry.lookup("greeting")).greet();
        });
    }
}
