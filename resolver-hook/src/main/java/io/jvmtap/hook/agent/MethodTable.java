package io.jvmtap.hook.agent;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

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
        MethodTable table = new MethodTable(classFile, name);
        return table.walkPool(false) && table.walkPool(true) && table.walkMethods(filter);
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
