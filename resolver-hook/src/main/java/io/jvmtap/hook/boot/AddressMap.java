package io.jvmtap.hook.boot;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which loopback address stands for which real address of which name, both ways. One per pair, for as long as the JVM
 * lives: programs keep addresses, so a mapping outlives the proxy and detach. Any thread.
 */
public final class AddressMap {
    /** 127.64.0.0/10, clear of the addresses that people give to things in 127.0.0.0/16. */
    private static final int NETWORK = 127 << 24 | 64 << 16;

    /** What a /10 holds; beyond it names keep their real addresses. */
    static final int CAPACITY = 1 << 22;

    private static final AtomicInteger NEXT = new AtomicInteger(1);
    private static final ConcurrentHashMap<Integer, Known> BY_LOOPBACK = new ConcurrentHashMap<Integer, Known>();
    private static final ConcurrentHashMap<String, Names> BY_NAME = new ConcurrentHashMap<String, Names>();

    private static volatile boolean shared;

    private AddressMap() {}

    /** Whether an address of ours may be in the program's hands, which must then lead to the real one for ever. */
    public static boolean hasGiven() {
        return shared || !BY_LOOPBACK.isEmpty();
    }

    /** Whether names were answered with 127.0.0.1 itself: only the name beside it tells such an address apart. */
    public static boolean isShared() {
        return shared;
    }

    /** 127.0.0.1 under that name. */
    static InetAddress[] share(String name, InetAddress[] real) throws UnknownHostException {
        note(name, real);
        shared = true;
        return new InetAddress[] {InetAddress.getByAddress(name, new byte[] {127, 0, 0, 1})};
    }

    /** A name with the real address behind one of our loopback addresses. */
    static final class Known {
        final String name;
        final InetAddress real;

        Known(String name, InetAddress real) {
            this.name = name;
            this.real = real;
        }
    }

    private static final class Names {
        final Map<InetAddress, InetAddress> given = new HashMap<InetAddress, InetAddress>();
        volatile List<InetAddress> latest = Collections.emptyList();
    }

    /** Notes the latest real addresses of a name. */
    static void note(String name, InetAddress[] real) {
        names(name).latest = Collections.unmodifiableList(Arrays.asList(real.clone()));
    }

    /** The latest real addresses of a name in the order of the program's resolver; empty if never looked up. */
    static List<InetAddress> real(String name) {
        Names names = BY_NAME.get(Selection.normal(name));
        return names == null ? Collections.<InetAddress>emptyList() : names.latest;
    }

    /** One loopback address for each real one, in the same order, each with the name as it was asked for. */
    static InetAddress[] give(String name, InetAddress[] real) throws UnknownHostException {
        note(name, real);
        Names names = names(name);
        List<InetAddress> given = new ArrayList<InetAddress>(real.length);
        synchronized (names) {
            for (InetAddress address : real) {
                InetAddress known = names.given.get(address);
                if (known == null) {
                    known = fresh(name, address);
                    names.given.put(address, known);
                }
                given.add(InetAddress.getByAddress(name, known.getAddress()));
            }
        }
        return given.toArray(new InetAddress[0]);
    }

    /** What was given before for all of these, or nothing if one of them is new. */
    static InetAddress @Nullable [] given(String name, InetAddress[] real) throws UnknownHostException {
        note(name, real);
        Names names = names(name);
        InetAddress[] given = new InetAddress[real.length];
        synchronized (names) {
            for (int i = 0; i < real.length; i++) {
                InetAddress known = names.given.get(real[i]);
                if (known == null) {
                    return null;
                }
                given[i] = InetAddress.getByAddress(name, known.getAddress());
            }
        }
        return given;
    }

    /** Takes over addresses that the proxy chose, one for each real one. */
    static InetAddress[] adopt(String name, InetAddress[] real, List<byte[]> chosen) throws UnknownHostException {
        Names names = names(name);
        InetAddress[] given = new InetAddress[real.length];
        synchronized (names) {
            for (int i = 0; i < real.length; i++) {
                given[i] = InetAddress.getByAddress(name, chosen.get(i));
                names.given.put(real[i], given[i]);
                BY_LOOPBACK.put(number(chosen.get(i)), new Known(name, real[i]));
            }
        }
        return given;
    }

    /** What stands behind an address, null if it is none of ours. */
    static @Nullable Known behind(@Nullable InetAddress address) {
        if (address == null || BY_LOOPBACK.isEmpty()) {
            return null;
        }
        byte[] raw = address.getAddress();
        if (raw.length != 4 || raw[0] != 127 || (raw[1] & 0xC0) != 64) {
            return null;
        }
        return BY_LOOPBACK.get(number(raw));
    }

    private static InetAddress fresh(String name, InetAddress real) throws UnknownHostException {
        // .0 and .255 look like networks and broadcasts to some clients.
        int next = NEXT.getAndIncrement();
        while ((next & 0xFF) == 0 || (next & 0xFF) == 0xFF) {
            next = NEXT.getAndIncrement();
        }
        if (next >= CAPACITY) {
            return real;
        }
        int number = NETWORK | next;
        BY_LOOPBACK.put(number, new Known(name, real));
        byte[] raw = {(byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number};
        return InetAddress.getByAddress(name, raw);
    }

    private static int number(byte[] raw) {
        return raw[0] << 24 | (raw[1] & 0xFF) << 16 | (raw[2] & 0xFF) << 8 | raw[3] & 0xFF;
    }

    private static Names names(String name) {
        String key = Selection.normal(name);
        Names known = BY_NAME.get(key);
        if (known != null) {
            return known;
        }
        Names fresh = new Names();
        Names raced = BY_NAME.putIfAbsent(key, fresh);
        return raced == null ? fresh : raced;
    }
}
