package io.jvmtap.hook.boot;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
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
    private static final @Nullable Class<?> NIO_SOCKET;
    private static final @Nullable MethodHandle SOCKET_OPEN;
    private static final MethodHandle CHANNEL_FD;
    private static final MethodHandle KEYS;
    private static final MethodHandle RENEW_INTEREST;
    private static final Object DISPATCHER;
    private static final @Nullable Class<?> VIRTUAL;

    static {
        try {
            Class<?> net = Class.forName("sun.nio.ch.Net");
            Class<?> io = Class.forName("sun.nio.ch.IOUtil");
            Class<?> nd = Class.forName("sun.nio.ch.NativeDispatcher");
            Class<?> fd = FileDescriptor.class;
            Field in = Privileged.open(net.getDeclaredField("POLLIN"));
            Field out = Privileged.open(net.getDeclaredField("POLLOUT"));
            POLLIN = in.getShort(null);
            POLLOUT = out.getShort(null);
            CONNECT = Privileged.method(net, "connect", ProtocolFamily.class, fd, InetAddress.class, int.class);
            POLL = Privileged.method(net, "poll", fd, int.class, long.class);
            POLL_CONNECT = pollConnect(net);
            LOCAL_ADDRESS = Privileged.method(net, "localAddress", fd);
            READ = transfer(Privileged.method(io, "read", fd, ByteBuffer.class, long.class, nd));
            WRITE = transfer(Privileged.method(io, "write", fd, ByteBuffer.class, long.class, nd));
            BLOCKING = Privileged.method(io, "configureBlocking", fd, boolean.class);
            DISCONNECT = Privileged.method(
                    Class.forName("sun.nio.ch.DatagramChannelImpl"), "disconnect0", fd, boolean.class);
            NIO_SOCKET = optional("sun.nio.ch.NioSocketImpl");
            SOCKET_OPEN = NIO_SOCKET == null
                    ? null
                    : Privileged.method(NIO_SOCKET, "isOpen")
                            .asType(MethodType.methodType(boolean.class, Object.class));
            KEYS = MethodHandles.lookup()
                    .unreflectGetter(Privileged.open(AbstractSelectableChannel.class.getDeclaredField("keys")));
            RENEW_INTEREST = renewInterest();
            CHANNEL_FD = Privileged.method(Class.forName("sun.nio.ch.SelChImpl"), "getFD")
                    .asType(MethodType.methodType(FileDescriptor.class, Object.class));
            Constructor<?> dispatcher =
                    Privileged.open(Class.forName("sun.nio.ch.SocketDispatcher").getDeclaredConstructor());
            DISPATCHER = dispatcher.newInstance();
            VIRTUAL = optional("java.lang.BaseVirtualThread");
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
            throw Privileged.asIo(thrown);
        }
    }

    /** Waits until one of the events, at most so long; 0 if none came, also when a signal came. */
    static int poll(FileDescriptor fd, int events, long millis) throws IOException {
        try {
            return (int) POLL.invokeExact(fd, events, millis);
        } catch (Throwable thrown) {
            throw Privileged.asIo(thrown);
        }
    }

    /** Whether a connect that was begun has succeeded; throws if it has failed. */
    static boolean isConnected(FileDescriptor fd) throws IOException {
        try {
            return (boolean) POLL_CONNECT.invokeExact(fd, 0L);
        } catch (Throwable thrown) {
            throw Privileged.asIo(thrown);
        }
    }

    static InetSocketAddress localAddress(FileDescriptor fd) throws IOException {
        try {
            return (InetSocketAddress) LOCAL_ADDRESS.invokeExact(fd);
        } catch (Throwable thrown) {
            throw Privileged.asIo(thrown);
        }
    }

    /** Bytes read, -1 at the end, {@link #UNAVAILABLE}. */
    static int read(FileDescriptor fd, ByteBuffer into) throws IOException {
        try {
            return (int) READ.invokeExact(fd, into, -1L, DISPATCHER);
        } catch (Throwable thrown) {
            throw Privileged.asIo(thrown);
        }
    }

    /** Bytes written, or {@link #UNAVAILABLE}. */
    static int write(FileDescriptor fd, ByteBuffer from) throws IOException {
        try {
            return (int) WRITE.invokeExact(fd, from, -1L, DISPATCHER);
        } catch (Throwable thrown) {
            throw Privileged.asIo(thrown);
        }
    }

    static void configureBlocking(FileDescriptor fd, boolean blocking) throws IOException {
        try {
            BLOCKING.invokeExact(fd, blocking);
        } catch (Throwable thrown) {
            throw Privileged.asIo(thrown);
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
            throw Privileged.asIo(thrown);
        }
    }

    /** Whether the channel or socket implementation has not been closed by anybody. */
    static boolean isOpen(Object owner) {
        try {
            if (owner instanceof Channel) {
                return ((Channel) owner).isOpen();
            }
            boolean nio = NIO_SOCKET != null && NIO_SOCKET.isInstance(owner);
            return nio && SOCKET_OPEN != null ? (boolean) SOCKET_OPEN.invokeExact(owner) : PlainSocket.isOpen(owner);
        } catch (Throwable unknown) {
            return false;
        }
    }

    /** The descriptor of a selectable channel. */
    static FileDescriptor descriptor(SelectableChannel channel) throws IOException {
        try {
            return (FileDescriptor) CHANNEL_FD.invokeExact((Object) channel);
        } catch (Throwable thrown) {
            throw Privileged.asIo(thrown);
        }
    }

    /** Makes the selectors of a channel ask anew which events it is interested in. */
    static void refresh(Object owner, boolean wake) {
        if (wake && owner instanceof AsynchronousSocketChannel) {
            AsyncSocket.awaitEvent(owner, POLLOUT);
        }
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
            Object target = JavaVersion.FEATURE > 8 ? key.selector() : key.channel();
            RENEW_INTEREST.invokeExact(target, (Object) key, key.interestOps());
        } catch (Throwable suppressed) {
            ConnectBridge.STATS.failed();
        }
    }

    static boolean isVirtual(Thread thread) {
        return VIRTUAL != null && VIRTUAL.isInstance(thread);
    }

    private static MethodHandle transfer(MethodHandle handle) {
        return handle.asType(
                MethodType.methodType(int.class, FileDescriptor.class, ByteBuffer.class, long.class, Object.class));
    }

    private static @Nullable Class<?> optional(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException notOnThisJdk) {
            return null;
        }
    }

    /** {@code (FileDescriptor, long)boolean}; before 13 only the channel's own check exists, which does not wait. */
    private static MethodHandle pollConnect(Class<?> net) throws ReflectiveOperationException {
        Class<?> fd = FileDescriptor.class;
        try {
            return Privileged.method(net, "pollConnect", fd, long.class);
        } catch (NoSuchMethodException before13) {
            Class<?> channel = Class.forName("sun.nio.ch.SocketChannelImpl");
            MethodHandle check = JavaVersion.FEATURE > 8
                    ? Privileged.method(channel, "checkConnect", fd, boolean.class)
                    : MethodHandles.insertArguments(
                            Privileged.method(channel, "checkConnect", fd, boolean.class, boolean.class), 2, false);
            MethodHandle isPositive = MethodHandles.lookup()
                    .findStatic(Jdk.class, "isPositive", MethodType.methodType(boolean.class, int.class));
            MethodHandle connected =
                    MethodHandles.filterReturnValue(MethodHandles.insertArguments(check, 1, false), isPositive);
            return MethodHandles.dropArguments(connected, 1, long.class);
        }
    }

    @SuppressWarnings("UnusedMethod") // by the handle above
    private static boolean isPositive(int status) {
        return status > 0;
    }

    /** {@code (Object selector or channel, Object key, int ops)void}. */
    private static MethodHandle renewInterest() throws ReflectiveOperationException {
        Class<?> key = Class.forName("sun.nio.ch.SelectionKeyImpl");
        MethodType erased = MethodType.methodType(void.class, Object.class, Object.class, int.class);
        try {
            MethodHandle set = Privileged.method(Class.forName("sun.nio.ch.SelectorImpl"), "setEventOps", key);
            return MethodHandles.dropArguments(set, 2, int.class).asType(erased);
        } catch (NoSuchMethodException before11) {
            Class<?> channel = Class.forName("sun.nio.ch.SelChImpl");
            MethodHandle translate = Privileged.method(channel, "translateAndSetInterestOps", int.class, key);
            return MethodHandles.permuteArguments(
                            translate, MethodType.methodType(void.class, channel, key, int.class), 0, 2, 1)
                    .asType(erased);
        }
    }
}
