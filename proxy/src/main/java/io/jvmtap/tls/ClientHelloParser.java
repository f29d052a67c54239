package io.jvmtap.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a {@link ClientHello} from a program's first bytes, without consuming them. */
public final class ClientHelloParser {
    /** What the first bytes are. */
    public enum Kind {
        /** Not TLS: whatever they are, they pass as they came. */
        OTHER,
        /** Could still become a ClientHello. */
        INCOMPLETE,
        COMPLETE
    }

    /**
     * @param hello set when complete
     * @param length of all records of a complete hello
     */
    public record Result(Kind kind, @Nullable ClientHello hello, int length) {}

    /** Above this a hello is not waited for: real ones, with post-quantum key shares, stay below 4 KiB. */
    public static final int MAX_LENGTH = 1 << 16;

    public static final Result NOT_TLS = new Result(Kind.OTHER, null, 0);
    private static final Result INCOMPLETE = new Result(Kind.INCOMPLETE, null, 0);

    private static final int RECORD_HEADER = 5;
    /** The first byte of a record that holds a handshake message (RFC 8446 section 5.1). */
    public static final int HANDSHAKE_RECORD = 22;

    private static final int CLIENT_HELLO = 1;
    /** RFC 8446 section 5.1: a plaintext record holds at most 2^14 bytes. */
    private static final int MAX_RECORD = 1 << 14;

    /** Version, random, empty session id, one cipher suite, one compression method (RFC 5246 section 7.4.1.2). */
    private static final int MIN_BODY = 2 + 32 + 1 + 4 + 2;

    private static final int SERVER_NAME = 0;
    private static final int SUPPORTED_GROUPS = 10;
    private static final int POINT_FORMATS = 11;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int ALPN = 16;
    private static final int SUPPORTED_VERSIONS = 43;

    private ClientHelloParser() {}

    /** @param first the program's bytes so far; its position is not moved */
    public static Result parse(ByteBuffer first) {
        ByteBuffer in = first.duplicate();
        ByteBuffer message = ByteBuffer.allocate(Math.min(in.remaining(), MAX_LENGTH));
        while (in.remaining() > 0) {
            if (in.get(in.position()) != HANDSHAKE_RECORD || in.remaining() > 1 && in.get(in.position() + 1) != 3) {
                return NOT_TLS;
            }
            if (in.remaining() < RECORD_HEADER) {
                break;
            }
            int length = in.getShort(in.position() + 3) & 0xFFFF;
            if (length == 0 || length > MAX_RECORD) {
                return NOT_TLS;
            }
            in.position(in.position() + RECORD_HEADER);
            int here = Math.min(length, in.remaining());
            message.put(in.slice(in.position(), here));
            in.position(in.position() + here);
            Result result = message(message.duplicate().flip());
            if (result.kind() == Kind.COMPLETE) {
                return new Result(Kind.COMPLETE, result.hello(), in.position() - first.position());
            }
            if (result.kind() == Kind.OTHER || here < length) {
                return result;
            }
        }
        return first.remaining() >= MAX_LENGTH ? NOT_TLS : INCOMPLETE;
    }

    private static Result message(ByteBuffer message) {
        if (message.hasRemaining() && message.get(message.position()) != CLIENT_HELLO) {
            return NOT_TLS;
        }
        if (message.remaining() < 4) {
            return INCOMPLETE;
        }
        int length = message.getInt(message.position()) & 0xFF_FFFF;
        if (length > MAX_LENGTH || length < MIN_BODY) {
            return NOT_TLS;
        }
        if (message.remaining() > 4 && message.get(message.position() + 4) != 3) {
            return NOT_TLS;
        }
        if (message.remaining() < 4 + length) {
            return INCOMPLETE;
        }
        try {
            return new Result(Kind.COMPLETE, body(message.slice(message.position() + 4, length)), 0);
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            // A hello that lies about its lengths: the server may have the pleasure of refusing it.
            return NOT_TLS;
        }
    }

    private static ClientHello body(ByteBuffer body) {
        int legacyVersion = body.getShort() & 0xFFFF;
        body.position(body.position() + 32);
        vector(body, 1);
        ByteBuffer suiteCodes = vector(body, 2);
        if (!vector(body, 1).hasRemaining() || suiteCodes.remaining() < 2 || suiteCodes.remaining() % 2 != 0) {
            throw new IndexOutOfBoundsException("no hello");
        }
        List<Integer> suites = codes(suiteCodes);
        List<Integer> versions = List.of(legacyVersion);
        boolean versionsListed = false;
        List<Integer> groups = List.of();
        List<Integer> signatures = List.of();
        List<String> alpn = List.of();
        String serverName = null;
        List<Integer> types = new ArrayList<>();
        List<Integer> pointFormats = new ArrayList<>();
        ByteBuffer extensions = body.hasRemaining() ? vector(body, 2) : ByteBuffer.allocate(0);
        if (body.hasRemaining()) {
            throw new IndexOutOfBoundsException("bytes behind the extensions");
        }
        while (extensions.hasRemaining()) {
            int type = extensions.getShort() & 0xFFFF;
            ByteBuffer value = vector(extensions, 2);
            if (!grease(type)) {
                types.add(type);
            }
            switch (type) {
                case SERVER_NAME -> serverName = serverName(value);
                case SUPPORTED_GROUPS -> groups = codes(vector(value, 2));
                case POINT_FORMATS -> {
                    for (ByteBuffer formats = vector(value, 1); formats.hasRemaining(); ) {
                        pointFormats.add(formats.get() & 0xFF);
                    }
                }
                case SIGNATURE_ALGORITHMS -> signatures = codes(vector(value, 2));
                case ALPN -> alpn = names(vector(value, 2));
                case SUPPORTED_VERSIONS -> {
                    versions = codes(vector(value, 1));
                    versionsListed = true;
                }
                default -> {
                    // What we do not mirror we need not read.
                }
            }
        }
        ClientHello.Shape shape = new ClientHello.Shape(legacyVersion, types, pointFormats);
        return new ClientHello(versions, versionsListed, suites, groups, signatures, serverName, alpn, shape);
    }

    /** A vector of TLS's presentation language (RFC 8446 section 3.4) whose length field has so many bytes. */
    private static ByteBuffer vector(ByteBuffer in, int lengthBytes) {
        int length = lengthBytes == 1 ? in.get() & 0xFF : in.getShort() & 0xFFFF;
        ByteBuffer vector = in.slice(in.position(), length);
        in.position(in.position() + length);
        return vector;
    }

    private static List<Integer> codes(ByteBuffer vector) {
        List<Integer> codes = new ArrayList<>(vector.remaining() / 2);
        while (vector.remaining() >= 2) {
            int code = vector.getShort() & 0xFFFF;
            if (!grease(code)) {
                codes.add(code);
            }
        }
        return codes;
    }

    /** RFC 8701 section 2: 0x?A?A with two equal bytes. */
    private static boolean grease(int code) {
        return (code & 0x0F0F) == 0x0A0A && code >> 8 == (code & 0xFF);
    }

    private static List<String> names(ByteBuffer vector) {
        List<String> names = new ArrayList<>();
        while (vector.hasRemaining()) {
            names.add(StandardCharsets.ISO_8859_1.decode(vector(vector, 1)).toString());
        }
        return names;
    }

    private static @Nullable String serverName(ByteBuffer value) {
        ByteBuffer list = vector(value, 2);
        while (list.hasRemaining()) {
            int type = list.get();
            ByteBuffer name = vector(list, 2);
            if (type == 0) {
                return StandardCharsets.US_ASCII.decode(name).toString();
            }
        }
        return null;
    }
}
