package io.jvmtap.clients.programs;

import java.rmi.Remote;
import java.rmi.RemoteException;

/** What the RMI server offers. */
public interface Greeting extends Remote {
    String greet() throws RemoteException;
}
