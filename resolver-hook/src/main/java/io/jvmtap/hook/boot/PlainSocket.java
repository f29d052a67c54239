package io.jvmtap.hook.boot;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.SocketImpl;

/**
 * What the connect hook needs of {@code java.net.AbstractPlainSocketImpl}, which JDKs have until 17 and use until 12. Not
 * touched on others.
 */
final class PlainSocket {
    private static final MethodHandle CONNECT;
    private static final MethodHandle CLOSED;
    private static final MethodHandle FD;
    private static final MethodHandle SET_ADDRESS;
    private static final MethodHandle SET_PORT;
    private static final MethodHandle LOCAL_PORT;
    private static final MethodHandle SET_LOCAL_PORT;

    static {
        try {
            Class<?> plain = Class.forName("java.net.AbstractPlainSocketImpl");
            CONNECT = Privileged.method(plain, "socketConnect", InetAddress.class, int.class, int.class)
                    .asType(MethodType.methodType(void.class, Object.class, InetAddress.class, int.class, int.class));
            CLOSED = Privileged.method(plain, "isClosedOrPending")
                    .asType(MethodType.methodType(boolean.class, Object.class));
            FD = Privileged.getter(SocketImpl.class, "fd");
            SET_ADDRESS = Privileged.setter(SocketImpl.class, "address");
            SET_PORT = Privileged.setter(SocketImpl.class, "port");
            LOCAL_PORT = Privileged.getter(SocketImpl.class, "localport");
            SET_LOCAL_PORT = Privileged.setter(SocketImpl.class, "localport");
        } catch (ReflectiveOperationException other) {
            throw new ExceptionInInitializerError(other);
        }
    }

    private PlainSocket() {}

    /** The native connect, which also notes where it went; 0 milliseconds mean no limit. */
    static void connect(Object socket, InetAddress address, int port, int millis) throws IOException {
        try {
            CONNECT.invokeExact(socket, address, port, millis);
        } catch (Throwable thrown) {
            throw Privileged.asIo(thrown);
        }
    }

    static boolean isOpen(Object socket) {
        try {
            return !(boolean) CLOSED.invokeExact(socket);
        } catch (Throwable unknown) {
            return false;
        }
    }

    static FileDescriptor descriptor(Object socket) throws IOException {
        try {
            return (FileDescriptor) FD.invokeExact(socket);
        } catch (Throwable thrown) {
            throw Privileged.asIo(thrown);
        }
    }

    /** Makes the socket say that it is connected to this address, as the native connect would have. */
    static void noteRemote(Object socket, InetAddress address, int port) throws IOException {
        try {
            SET_ADDRESS.invokeExact(socket, address);
            SET_PORT.invokeExact(socket, port);
            if ((int) LOCAL_PORT.invokeExact(socket) == 0) {
                int local = Jdk.localAddress(descriptor(socket)).getPort();
                SET_LOCAL_PORT.invokeExact(socket, local);
            }
        } catch (Throwable thrown) {
            throw Privileged.asIo(thrown);
        }
    }
}
