package io.jvmtap.hook.start;

import io.jvmtap.hook.boot.Listening;
import io.jvmtap.hook.boot.Session;
import io.jvmtap.hook.boot.SignRequest;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads what the proxy sends on the control connection, until it ends; the end means that the proxy is gone. */
final class ControlReader implements Runnable {
    /** WIRE.md section 4. */
    private static final int MAX_PAYLOAD = 1 << 20;

    private final DataInputStream in;
    private final Session session;
    private final ControlConnection owner;
    private final Signing signing;

    ControlReader(DataInputStream in, Session session, ControlConnection owner) {
        this.in = in;
        this.session = session;
        this.owner = owner;
        this.signing = new Signing(session);
    }

    @Override
    public void run() {
        try {
            while (true) {
                int type = in.readUnsignedByte();
                int length = in.readInt();
                if (length < 0 || length > MAX_PAYLOAD) {
                    throw new IOException("frame too long");
                }
                byte[] payload = new byte[length];
                in.readFully(payload);
                take(type, payload);
            }
        } catch (IOException | RuntimeException gone) {
            owner.gone();
        }
    }

    private void take(int type, byte[] payload) throws IOException {
        switch (type) {
            case 0x41:
                for (byte[] der : all(payload, 1)) {
                    session.caCertificate(der);
                }
                break;
            case 0x42:
                configure(payload);
                break;
            case 0x43:
                sign(payload);
                break;
            case 0x44:
                owner.letGo();
                break;
            case 0x47:
                owner.pong(number(payload, 1));
                break;
            case 0x4D:
                listening(payload);
                break;
            default:
                // Newer frames are skipped (WIRE.md section 4).
                break;
        }
    }

    private void configure(byte[] payload) throws IOException {
        List<byte[]> closed = all(payload, 3);
        session.configure(texts(payload, 1), texts(payload, 2), !closed.isEmpty() && closed.get(0)[0] != 0);
    }

    private void sign(byte[] payload) throws IOException {
        signing.answer(
                number(payload, 1),
                new SignRequest(
                        first(payload, 2),
                        first(payload, 3),
                        new String(first(payload, 4), "UTF-8"),
                        new String(first(payload, 5), "UTF-8"),
                        first(payload, 6),
                        first(payload, 7)));
    }

    private static byte[] first(byte[] payload, int id) throws IOException {
        List<byte[]> values = all(payload, id);
        return values.isEmpty() ? new byte[0] : values.get(0);
    }

    private static void listening(byte[] payload) throws IOException {
        List<byte[]> addresses = all(payload, 2);
        List<String> failures = texts(payload, 3);
        Listening.answered(
                number(payload, 1),
                addresses.isEmpty() ? new byte[0] : addresses.get(0),
                failures.isEmpty() ? null : failures.get(0));
    }

    private static long number(byte[] payload, int id) throws IOException {
        List<byte[]> values = all(payload, id);
        if (values.isEmpty() || values.get(0).length != 8) {
            throw new IOException("number missing");
        }
        return ByteBuffer.wrap(values.get(0)).getLong();
    }

    private static List<String> texts(byte[] payload, int id) throws IOException {
        List<String> texts = new ArrayList<String>();
        for (byte[] value : all(payload, id)) {
            texts.add(new String(value, "UTF-8"));
        }
        return texts;
    }

    private static List<byte[]> all(byte[] payload, int id) throws IOException {
        List<byte[]> values = new ArrayList<byte[]>();
        ByteBuffer in = ByteBuffer.wrap(payload);
        while (in.remaining() >= 5) {
            int field = in.get();
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw new IOException("field longer than its frame");
            }
            byte[] value = new byte[length];
            in.get(value);
            if (field == id) {
                values.add(value);
            }
        }
        return values;
    }
}
