package io.jvmtap.hook.trust;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Finds out whether a class file (JVMS 4) declares a method of a name, without building anything. Nearly every class is
 * done with after one walk over its constant pool that compares lengths; only classes with the name in their pool, which
 * are the declaring and the calling ones, have their methods looked at.
 */
final class MethodTable {

    /** Judges one declared method. */
    interface Filter {
        boolean wants(int access, String descriptor);
    }

    private static final int POOL_COUNT_AT = 8;
    private static final int UTF8 = 1;

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
    static boolean declares(byte[] classFile, byte[] name, Filter filter) {
        MethodTable table = new MethodTable(classFile, name);
        return table.walkPool(false) && table.walkPool(true) && table.walkMethods(filter);
    }

    /** Leaves the position behind the pool if the name is there. */
    private boolean walkPool(boolean keepOffsets) {
        in.position(POOL_COUNT_AT);
        int count = in.getShort() & 0xFFFF;
        if (keepOffsets) {
            utf8At = new int[count];
        }
        boolean found = false;
        for (int index = 1; index < count; index++) {
            int tag = in.get();
            if (tag == UTF8) {
                if (keepOffsets) {
                    utf8At[index] = in.position();
                }
                int length = in.getShort() & 0xFFFF;
                found |= length == name.length && isName(in.position());
                in.position(in.position() + length);
            } else {
                in.position(in.position() + size(tag));
                if (tag == 5 || tag == 6) {
                    index++; // long and double take two entries (JVMS 4.4.5)
                }
            }
        }
        return found;
    }

    /** Octets after the tag (JVMS 4.4). */
    private static int size(int tag) {
        switch (tag) {
            case 3: // Integer
            case 4: // Float
            case 9: // Fieldref
            case 10: // Methodref
            case 11: // InterfaceMethodref
            case 12: // NameAndType
            case 17: // Dynamic
            case 18: // InvokeDynamic
                return 4;
            case 5: // Long
            case 6: // Double
                return 8;
            case 7: // Class
            case 8: // String
            case 16: // MethodType
            case 19: // Module
            case 20: // Package
                return 2;
            case 15: // MethodHandle
                return 3;
            default:
                throw new IllegalArgumentException("constant of kind " + tag);
        }
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
