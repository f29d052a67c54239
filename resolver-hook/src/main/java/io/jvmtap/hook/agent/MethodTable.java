package io.jvmtap.hook.agent;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds out whether a class file (JVMS 4) declares a method of a name, without building anything. Nearly every class is
 * done with after one walk over its constant pool that compares lengths; only classes with the name in their pool, which
 * are the declaring and the calling ones, have their methods looked at.
 */
public final class MethodTable {

    /** Judges one declared method. */
    public interface Filter {
        boolean wants(int access, String descriptor);
    }

    private static final int POOL_COUNT_AT = 8;
    private static final int UTF8 = 1;
    /** Octets after the tag, by tag (JVMS 4.4); 0 for tags that are not known and for Utf8, which has its own. */
    private static final int[] SIZES = {0, 0, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2};

    /** Names that are sought in every class: one walk finds out about them all. Changed before any class is looked at. */
    private static volatile byte[][] sought = {};

    /** What a thread found in the class file that it is at, bit by bit of {@link #sought}. */
    private static final ThreadLocal<Found> FOUND = new ThreadLocal<Found>();

    private static final class Found {
        final byte[] file;
        final long names;

        Found(byte[] file, long names) {
            this.file = file;
            this.names = names;
        }
    }

    private final ByteBuffer in;
    private final byte[] name;
    private int[] utf8At = {};

    private MethodTable(byte[] classFile, byte[] name) {
        this.in = ByteBuffer.wrap(classFile);
        this.name = name;
    }

    /**
     * Whether a method of that name exists for which the filter says yes.
     *
     * @param name ASCII
     * @throws RuntimeException when the class file is malformed or has a kind of constant that is not known
     */
    public static boolean declares(byte[] classFile, byte[] name, Filter filter) {
        int index = indexOf(name);
        if (index >= 0 && (found(classFile) & 1L << index) == 0) {
            return false;
        }
        MethodTable table = new MethodTable(classFile, name);
        return table.walkPool(false) && table.walkPool(true) && table.walkMethods(filter);
    }

    /** From now on this name, of less than 64 octets, is looked for in every class at once. Up to 64 of them. */
    public static synchronized void seek(byte[] name) {
        if (indexOf(name) < 0) {
            byte[][] more = Arrays.copyOf(sought, sought.length + 1);
            more[sought.length] = name;
            sought = more;
        }
    }

    /** The thread is done with its class file, whose bytes must not be kept. */
    static void forget() {
        FOUND.remove();
    }

    private static int indexOf(byte[] name) {
        byte[][] names = sought;
        for (int i = 0; i < names.length; i++) {
            if (names[i] == name || Arrays.equals(names[i], name)) {
                return i;
            }
        }
        return -1;
    }

    private static long found(byte[] classFile) {
        Found found = FOUND.get();
        if (found == null || found.file != classFile) {
            found = new Found(classFile, mentioned(classFile, sought));
            FOUND.set(found);
        }
        return found.names;
    }

    /** Which of the names are in the pool. Lengths are compared first: nearly no other constant has one of theirs. */
    private static long mentioned(byte[] file, byte[][] names) {
        long lengths = 0;
        for (byte[] name : names) {
            lengths |= 1L << name.length;
        }
        long found = 0;
        int count = (file[POOL_COUNT_AT] & 0xFF) << 8 | file[POOL_COUNT_AT + 1] & 0xFF;
        int at = POOL_COUNT_AT + 2;
        for (int index = 1; index < count; index++) {
            int tag = file[at++];
            if (tag == UTF8) {
                int length = (file[at] & 0xFF) << 8 | file[at + 1] & 0xFF;
                at += 2;
                if (length < Long.SIZE && (lengths & 1L << length) != 0) {
                    found |= named(file, at, length, names);
                }
                at += length;
            } else {
                int size = tag > 0 && tag < SIZES.length ? SIZES[tag] : 0;
                if (size == 0) {
                    throw new IllegalArgumentException("constant of kind " + tag);
                }
                at += size;
                if (size == 8) {
                    index++; // long and double take two entries (JVMS 4.4.5)
                }
            }
        }
        return found;
    }

    private static long named(byte[] file, int at, int length, byte[][] names) {
        long found = 0;
        for (int i = 0; i < names.length; i++) {
            byte[] name = names[i];
            int same = 0;
            while (name.length == length && same < length && file[at + same] == name[same]) {
                same++;
            }
            if (same == length) {
                found |= 1L << i;
            }
        }
        return found;
    }

    /**
     * Leaves the position behind the pool if the name is there. On the bare array, since most of this runs before
     * anything is compiled, and each call costs then.
     */
    private boolean walkPool(boolean keepOffsets) {
        byte[] file = in.array();
        int count = in.getShort(POOL_COUNT_AT) & 0xFFFF;
        if (keepOffsets) {
            utf8At = new int[count];
        }
        boolean found = false;
        int at = POOL_COUNT_AT + 2;
        for (int index = 1; index < count; index++) {
            int tag = file[at++];
            if (tag == UTF8) {
                if (keepOffsets) {
                    utf8At[index] = at;
                }
                int length = (file[at] & 0xFF) << 8 | file[at + 1] & 0xFF;
                at += 2;
                found |= length == name.length && isName(at);
                at += length;
            } else {
                int size = tag > 0 && tag < SIZES.length ? SIZES[tag] : 0;
                if (size == 0) {
                    throw new IllegalArgumentException("constant of kind " + tag);
                }
                at += size;
                if (size == 8) {
                    index++; // long and double take two entries (JVMS 4.4.5)
                }
            }
        }
        in.position(at);
        return found;
    }

    private boolean walkMethods(Filter filter) {
        skip(6); // access flags, this class, super class
        skip(2 * (in.getShort() & 0xFFFF)); // interfaces
        for (int fields = in.getShort() & 0xFFFF; fields > 0; fields--) {
            skip(6);
            skipAttributes();
        }
        for (int methods = in.getShort() & 0xFFFF; methods > 0; methods--) {
            int access = in.getShort() & 0xFFFF;
            int nameAt = utf8At[in.getShort() & 0xFFFF];
            int descriptorAt = utf8At[in.getShort() & 0xFFFF];
            if (length(nameAt) == name.length && isName(nameAt + 2) && filter.wants(access, text(descriptorAt))) {
                return true;
            }
            skipAttributes();
        }
        return false;
    }

    private void skipAttributes() {
        for (int attributes = in.getShort() & 0xFFFF; attributes > 0; attributes--) {
            skip(2);
            skip(in.getInt());
        }
    }

    private void skip(int octets) {
        in.position(in.position() + octets);
    }

    private boolean isName(int at) {
        for (int i = 0; i < name.length; i++) {
            if (in.get(at + i) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private int length(int utf8) {
        return in.getShort(utf8) & 0xFFFF;
    }

    /** Names beyond ASCII come out distorted here, but none of those is wanted. */
    private String text(int utf8) {
        return new String(in.array(), utf8 + 2, length(utf8), StandardCharsets.ISO_8859_1);
    }
}
