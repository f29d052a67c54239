package io.jvmtap.entry;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One frame of the control connection (WIRE.md section 4): a type and its fields, in order. */
record ControlFrame(int type, List<Field> fields) {
    /** Payloads above this are not ours: the longest real one is a certificate or bytes to sign. */
    static final int MAX_PAYLOAD = 1 << 20;

    static final int HEADER_LENGTH = 5;

    static final int HELLO = 0x01;
    static final int LOOKUP = 0x02;
    static final int TRUST = 0x03;
    static final int CALLER = 0x04;
    static final int COVERAGE = 0x05;
    static final int BYPASS = 0x06;
    static final int PING = 0x07;
    static final int SIGNED = 0x08;
    static final int BYE = 0x09;
    static final int LISTEN = 0x0D;
    static final int LISTENING = 0x4D;
    static final int DETACHED = 0x0F;
    static final int WELCOME = 0x41;
    static final int CONFIG = 0x42;
    static final int SIGN = 0x43;
    static final int DETACH = 0x44;
    static final int PONG = 0x47;

    record Field(int id, byte[] value) {}

    static ControlFrame of(int type) {
        return new ControlFrame(type, new ArrayList<>());
    }

    ControlFrame with(int id, byte[] value) {
        fields.add(new Field(id, value));
        return this;
    }

    ControlFrame with(int id, String value) {
        return with(id, value.getBytes(StandardCharsets.UTF_8));
    }

    ControlFrame with(int id, long value) {
        return with(id, ByteBuffer.allocate(8).putLong(value).array());
    }

    /**
     * @param bytes what came so far, from its position on; moved behind the frame when there is a whole one
     * @return null while more bytes are needed
     */
    static @Nullable ControlFrame parse(ByteBuffer bytes) throws MalformedWireException {
        if (bytes.remaining() < HEADER_LENGTH) {
            return null;
        }
        int type = bytes.get(bytes.position()) & 0xFF;
        int length = bytes.getInt(bytes.position() + 1);
        if (length < 0 || length > MAX_PAYLOAD) {
            throw new MalformedWireException("a control frame of " + (length & 0xFFFF_FFFFL) + " bytes");
        }
        if (bytes.remaining() < HEADER_LENGTH + length) {
            return null;
        }
        ByteBuffer payload = bytes.slice(bytes.position() + HEADER_LENGTH, length);
        bytes.position(bytes.position() + HEADER_LENGTH + length);
        ControlFrame frame = of(type);
        while (payload.hasRemaining()) {
            if (payload.remaining() < HEADER_LENGTH) {
                throw new MalformedWireException("a control field that ends early");
            }
            int id = payload.get() & 0xFF;
            int size = payload.getInt();
            if (size < 0 || size > payload.remaining()) {
                throw new MalformedWireException("a control field that ends early");
            }
            byte[] value = new byte[size];
            payload.get(value);
            frame.with(id, value);
        }
        return frame;
    }

    byte[] bytes() {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (Field field : fields) {
            payload.write(field.id());
            payload.writeBytes(
                    ByteBuffer.allocate(4).putInt(field.value().length).array());
            payload.writeBytes(field.value());
        }
        return ByteBuffer.allocate(HEADER_LENGTH + payload.size())
                .put((byte) type)
                .putInt(payload.size())
                .put(payload.toByteArray())
                .array();
    }

    byte[] raw(int id) {
        for (Field field : fields) {
            if (field.id() == id) {
                return field.value();
            }
        }
        return new byte[0];
    }

    boolean has(int id) {
        return fields.stream().anyMatch(field -> field.id() == id);
    }

    String text(int id) {
        return new String(raw(id), StandardCharsets.UTF_8);
    }

    /** An unsigned integer of 1 to 8 bytes, 0 where the field is absent. */
    long number(int id) {
        long number = 0;
        for (byte one : raw(id)) {
            number = number << 8 | one & 0xFF;
        }
        return number;
    }

    List<String> each(int id) {
        return fields.stream()
                .filter(field -> field.id() == id)
                .map(field -> new String(field.value(), StandardCharsets.UTF_8))
                .toList();
    }
}
