package io.jvmtap.clients.servers;

import io.jvmtap.clients.programs.Greeting;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMIServerSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import javax.net.ssl.SSLContext;
import javax.rmi.ssl.SslRMIClientSocketFactory;
import javax.rmi.ssl.SslRMIServerSocketFactory;

/** A registry with one object, both on the same port and over TLS. */
public final class RmiServer {
    private RmiServer() {}

    public static void main(String[] args) throws Exception {
        Keys keys = Keys.of(args);
        SSLContext.setDefault(keys.tls());
        SslRMIClientSocketFactory clients = new SslRMIClientSocketFactory();
        RMIServerSocketFactory servers = new SslRMIServerSocketFactory();
        Registry registry = LocateRegistry.createRegistry(keys.port(), clients, servers);
        Remote greeting = new Hello();
        registry.rebind("greeting", UnicastRemoteObject.exportObject(greeting, keys.port(), clients, servers));
        Thread.currentThread().join();
    }

    private static final class Hello implements Greeting {
        @Override
        public String greet() throws RemoteException {
            return "hello";
        }
    }
}
