package io.jvmtap.entry;

import io.jvmtap.flow.Cause;
import io.jvmtap.flow.Destination;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Preface} from a PROXY protocol v2 header (proxy-protocol.txt section 2.2, WIRE.md section 1). */
final class PrefaceParser {
    /** From WIRE.md: enough for names and a call site, little enough to hold for a stranger. */
    static final int MAX_LENGTH = 4096;

    static final int FIXED_LENGTH = 16;
    static final int COMMAND_LOCAL = 0x20;
    static final int COMMAND_PROXY = 0x21;

    private static final byte[] SIGNATURE = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;

    private static final int AUTHORITY = 0x02;
    private static final int UNIQUE_ID = 0x05;
    private static final int PROOF = 0xE0;
    private static final int ADDRESSES = 0xE1;
    private static final int PID = 0xE2;
    private static final int THREAD = 0xE3;
    private static final int FRAMES = 0xE4;
    private static final int LABEL = 0xE5;
    private static final int ROUTE = 0xE6;
    private static final int WAIT = 0xE7;
    private static final int WIRE_VERSION = 0xE8;

    private PrefaceParser() {}

    /**
     * @param bytes what came so far, from its position on; moved behind the preface when there is a whole one
     * @return null while more bytes are needed
     * @throws MalformedWireException if these bytes cannot become a preface, whatever follows
     */
    static @Nullable Preface parse(ByteBuffer bytes) throws MalformedWireException {
        ByteBuffer in = bytes.duplicate();
        for (int i = 0; i < SIGNATURE.length && i < in.remaining(); i++) {
            if (in.get(in.position() + i) != SIGNATURE[i]) {
                throw new MalformedWireException("not a PROXY protocol v2 signature");
            }
        }
        if (in.remaining() < FIXED_LENGTH) {
            return null;
        }
        in.position(in.position() + SIGNATURE.length);
        int command = in.get() & 0xFF;
        int family = in.get() & 0xFF;
        int length = in.getShort() & 0xFFFF;
        if (length > MAX_LENGTH - FIXED_LENGTH) {
            throw new MalformedWireException("a preface of " + (length + FIXED_LENGTH) + " bytes");
        }
        if (in.remaining() < length) {
            return null;
        }
        bytes.position(in.position() + length);
        ByteBuffer body = in.slice(in.position(), length);
        try {
            return switch (command) {
                case COMMAND_LOCAL -> control(body);
                case COMMAND_PROXY -> redirected(body, family);
                default -> throw new MalformedWireException("command " + command);
            };
        } catch (BufferUnderflowException e) {
            throw new MalformedWireException("a preface that ends early");
        }
    }

    private static Preface control(ByteBuffer body) throws MalformedWireException {
        Map<Integer, ByteBuffer> fields = fields(body);
        return new Preface(true, version(fields), id(fields), proof(fields), 0, null, cause(fields), 0);
    }

    private static Preface redirected(ByteBuffer body, int family) throws MalformedWireException {
        int size = switch (family) {
            case TCP4 -> 4;
            case TCP6 -> 16;
            default -> throw new MalformedWireException("address family " + family);
        };
        address(body, size); // The source address is loopback; the socket itself says so.
        InetAddress destination = address(body, size);
        int sourcePort = body.getShort() & 0xFFFF;
        int port = body.getShort() & 0xFFFF;
        Map<Integer, ByteBuffer> fields = fields(body);
        String host = text(fields.get(AUTHORITY));
        if (host.isEmpty() || port == 0) {
            throw new MalformedWireException("a preface without a destination");
        }
        List<InetAddress> all = addresses(fields.get(ADDRESSES));
        List<InetAddress> chosenFirst = new ArrayList<>(List.of(destination));
        all.stream().filter(one -> !one.equals(destination)).forEach(chosenFirst::add);
        ByteBuffer wait = fields.get(WAIT);
        return new Preface(
                false,
                version(fields),
                id(fields),
                proof(fields),
                sourcePort,
                new Destination(host, port, chosenFirst),
                cause(fields),
                wait == null ? 0 : wait.getInt() & 0xFFFF_FFFFL);
    }

    private static Map<Integer, ByteBuffer> fields(ByteBuffer body) throws MalformedWireException {
        Map<Integer, ByteBuffer> fields = new HashMap<>();
        while (body.hasRemaining()) {
            int type = body.get() & 0xFF;
            int length = body.getShort() & 0xFFFF;
            if (length > body.remaining()) {
                throw new MalformedWireException("a field that ends early");
            }
            if (fields.put(type, body.slice(body.position(), length)) != null) {
                throw new MalformedWireException("field " + type + " twice");
            }
            body.position(body.position() + length);
        }
        return fields;
    }

    private static int version(Map<Integer, ByteBuffer> fields) {
        ByteBuffer version = fields.get(WIRE_VERSION);
        return version == null ? 0 : version.get() & 0xFF;
    }

    private static UniqueId id(Map<Integer, ByteBuffer> fields) throws MalformedWireException {
        ByteBuffer id = fields.get(UNIQUE_ID);
        if (id == null || id.remaining() != UniqueId.LENGTH) {
            throw new MalformedWireException("no unique id of " + UniqueId.LENGTH + " bytes");
        }
        return new UniqueId(id.getLong(), id.getLong());
    }

    private static byte[] proof(Map<Integer, ByteBuffer> fields) {
        ByteBuffer proof = fields.get(PROOF);
        if (proof == null) {
            return new byte[0];
        }
        byte[] bytes = new byte[proof.remaining()];
        proof.get(bytes);
        return bytes;
    }

    private static Cause cause(Map<Integer, ByteBuffer> fields) {
        ByteBuffer pid = fields.get(PID);
        ByteBuffer route = fields.get(ROUTE);
        return new Cause(
                pid == null ? 0 : pid.getLong(),
                text(fields.get(THREAD)),
                text(fields.get(FRAMES)).lines().toList(),
                text(fields.get(LABEL)),
                route == null ? null : text(route));
    }

    private static String text(@Nullable ByteBuffer value) {
        return value == null ? "" : StandardCharsets.UTF_8.decode(value).toString();
    }

    /** Reads a run of {@code u8 family, address bytes}. */
    static List<InetAddress> addresses(@Nullable ByteBuffer value) throws MalformedWireException {
        List<InetAddress> addresses = new ArrayList<>();
        while (value != null && value.hasRemaining()) {
            int family = value.get();
            if (family != 4 && family != 6) {
                throw new MalformedWireException("address family " + family);
            }
            addresses.add(address(value, family == 4 ? 4 : 16));
        }
        return addresses;
    }

    private static InetAddress address(ByteBuffer from, int size) throws MalformedWireException {
        byte[] bytes = new byte[size];
        from.get(bytes);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new MalformedWireException("an address of " + size + " bytes");
        }
    }
}
