package io.jvmtap.hook.boot;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.AbstractSelectableChannel;
import org.jspecify.annotations.Nullable;

/**
 * What the connect hook needs of {@code sun.nio.ch}, looked up once. The agent opens those packages to this module
 * first; a class initialisation that fails means that the connect hook cannot work on this JDK, and is reported.
 */
final class Jdk {
    /** {@code IOStatus.UNAVAILABLE}: nothing to read or write now. */
    static final int UNAVAILABLE = -2;

    /** {@code IOStatus.INTERRUPTED}: try again if the socket is still open. */
    static final int INTERRUPTED = -3;

    /** {@code Net.POLLIN} and {@code Net.POLLOUT}, whose values differ between systems. */
    static final int POLLIN;

    static final int POLLOUT;

    private static final MethodHandle CONNECT;
    private static final MethodHandle POLL;
    private static final MethodHandle POLL_CONNECT;
    private static final MethodHandle LOCAL_ADDRESS;
    private static final MethodHandle READ;
    private static final MethodHandle WRITE;
    private static final MethodHandle BLOCKING;
    private static final MethodHandle DISCONNECT;
    private static final MethodHandle SOCKET_OPEN;
    private static final MethodHandle KEYS;
    private static final MethodHandle SET_EVENT_OPS;
    private static final Object DISPATCHER;
    private static final @Nullable Class<?> VIRTUAL;

    static {
        try {
            Class<?> net = Class.forName("sun.nio.ch.Net");
            Class<?> io = Class.forName("sun.nio.ch.IOUtil");
            Class<?> nd = Class.forName("sun.nio.ch.NativeDispatcher");
            Class<?> fd = FileDescriptor.class;
            Field in = open(net.getDeclaredField("POLLIN"));
            Field out = open(net.getDeclaredField("POLLOUT"));
            POLLIN = in.getShort(null);
            POLLOUT = out.getShort(null);
            CONNECT = method(net, "connect", ProtocolFamily.class, fd, InetAddress.class, int.class);
            POLL = method(net, "poll", fd, int.class, long.class);
            POLL_CONNECT = method(net, "pollConnect", fd, long.class);
            LOCAL_ADDRESS = method(net, "localAddress", fd);
            READ = transfer(method(io, "read", fd, ByteBuffer.class, long.class, nd));
            WRITE = transfer(method(io, "write", fd, ByteBuffer.class, long.class, nd));
            BLOCKING = method(io, "configureBlocking", fd, boolean.class);
            DISCONNECT = method(Class.forName("sun.nio.ch.DatagramChannelImpl"), "disconnect0", fd, boolean.class);
            SOCKET_OPEN = method(Class.forName("sun.nio.ch.NioSocketImpl"), "isOpen")
                    .asType(MethodType.methodType(boolean.class, Object.class));
            KEYS = MethodHandles.lookup()
                    .unreflectGetter(open(AbstractSelectableChannel.class.getDeclaredField("keys")));
            SET_EVENT_OPS = method(
                            Class.forName("sun.nio.ch.SelectorImpl"),
                            "setEventOps",
                            Class.forName("sun.nio.ch.SelectionKeyImpl"))
                    .asType(MethodType.methodType(void.class, Object.class, Object.class));
            Constructor<?> dispatcher =
                    open(Class.forName("sun.nio.ch.SocketDispatcher").getDeclaredConstructor());
            DISPATCHER = dispatcher.newInstance();
            VIRTUAL = virtualThreads();
        } catch (ReflectiveOperationException other) {
            throw new ExceptionInInitializerError(other);
        }
    }

    private Jdk() {}

    /** Connects without the hook's attention, since it is told of no attempt; may return {@link #UNAVAILABLE}. */
    static int connect(@Nullable ProtocolFamily family, FileDescriptor fd, InetAddress address, int port)
            throws IOException {
        try {
            return (int) CONNECT.invokeExact(family, fd, address, port);
        } catch (Throwable thrown) {
            throw asIo(thrown);
        }
    }

    /** Waits until one of the events, at most so long; 0 if none came, also when a signal came. */
    static int poll(FileDescriptor fd, int events, long millis) throws IOException {
        try {
            return (int) POLL.invokeExact(fd, events, millis);
        } catch (Throwable thrown) {
            throw asIo(thrown);
        }
    }

    /** Whether a connect that was begun has succeeded; throws if it has failed. */
    static boolean isConnected(FileDescriptor fd) throws IOException {
        try {
            return (boolean) POLL_CONNECT.invokeExact(fd, 0L);
        } catch (Throwable thrown) {
            throw asIo(thrown);
        }
    }

    static InetSocketAddress localAddress(FileDescriptor fd) throws IOException {
        try {
            return (InetSocketAddress) LOCAL_ADDRESS.invokeExact(fd);
        } catch (Throwable thrown) {
            throw asIo(thrown);
        }
    }

    /** Bytes read, -1 at the end, {@link #UNAVAILABLE}. */
    static int read(FileDescriptor fd, ByteBuffer into) throws IOException {
        try {
            return (int) READ.invokeExact(fd, into, -1L, DISPATCHER);
        } catch (Throwable thrown) {
            throw asIo(thrown);
        }
    }

    /** Bytes written, or {@link #UNAVAILABLE}. */
    static int write(FileDescriptor fd, ByteBuffer from) throws IOException {
        try {
            return (int) WRITE.invokeExact(fd, from, -1L, DISPATCHER);
        } catch (Throwable thrown) {
            throw asIo(thrown);
        }
    }

    static void configureBlocking(FileDescriptor fd, boolean blocking) throws IOException {
        try {
            BLOCKING.invokeExact(fd, blocking);
        } catch (Throwable thrown) {
            throw asIo(thrown);
        }
    }

    /**
     * Takes a socket back to unconnected, with the same descriptor: {@code connect(AF_UNSPEC)}. The JDK has it for
     * datagrams; on Linux it does the same for TCP (connect(2), "may dissolve the association"), resetting the peer.
     */
    static void disconnect(FileDescriptor fd) throws IOException {
        try {
            DISCONNECT.invokeExact(fd, false);
        } catch (Throwable thrown) {
            throw asIo(thrown);
        }
    }

    /** Whether the channel or socket implementation has not been closed by anybody. */
    static boolean isOpen(Object owner) {
        try {
            return owner instanceof Channel ? ((Channel) owner).isOpen() : (boolean) SOCKET_OPEN.invokeExact(owner);
        } catch (Throwable unknown) {
            return false;
        }
    }

    /** Makes the selectors of a channel ask anew which events it is interested in. */
    static void refresh(Object owner, boolean wake) {
        if (!(owner instanceof AbstractSelectableChannel) || !((SelectableChannel) owner).isRegistered()) {
            return;
        }
        try {
            SelectionKey[] keys = (SelectionKey[]) KEYS.invokeExact((AbstractSelectableChannel) owner);
            if (keys == null) {
                return;
            }
            for (SelectionKey key : keys) {
                if (key != null && key.isValid()) {
                    refreshKey(key);
                    if (wake) {
                        key.selector().wakeup();
                    }
                }
            }
        } catch (Throwable suppressed) {
            ConnectBridge.STATS.failed();
        }
    }

    static void refreshKey(SelectionKey key) {
        try {
            SET_EVENT_OPS.invokeExact((Object) key.selector(), (Object) key);
        } catch (Throwable suppressed) {
            ConnectBridge.STATS.failed();
        }
    }

    static boolean isVirtual(Thread thread) {
        return VIRTUAL != null && VIRTUAL.isInstance(thread);
    }

    private static MethodHandle method(Class<?> owner, String name, Class<?>... parameters)
            throws ReflectiveOperationException {
        Method method = open(owner.getDeclaredMethod(name, parameters));
        return MethodHandles.lookup().unreflect(method);
    }

    private static MethodHandle transfer(MethodHandle handle) {
        return handle.asType(
                MethodType.methodType(int.class, FileDescriptor.class, ByteBuffer.class, long.class, Object.class));
    }

    private static <T extends AccessibleObject> T open(T member) {
        member.setAccessible(true);
        return member;
    }

    private static @Nullable Class<?> virtualThreads() {
        try {
            return Class.forName("java.lang.BaseVirtualThread");
        } catch (ClassNotFoundException before21) {
            return null;
        }
    }

    private static IOException asIo(Throwable thrown) {
        if (thrown instanceof IOException) {
            return (IOException) thrown;
        }
        if (thrown instanceof RuntimeException) {
            throw (RuntimeException) thrown;
        }
        if (thrown instanceof Error) {
            throw (Error) thrown;
        }
        return new IOException(thrown);
    }
}
