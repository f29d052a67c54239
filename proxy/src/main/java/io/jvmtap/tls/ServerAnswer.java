package io.jvmtap.tls;

import io.jvmtap.flow.TlsAnswer;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads along what a server says in the clear at the start of a handshake (RFC 8446 section 4.1.3, RFC 5246 section 7.4.3).
 * Looks at a bounded number of bytes and never fails: what it cannot read it does not tell. Not safe for use by several
 * threads.
 */
public final class ServerAnswer {
    /** A plain flight with its certificates; longer ones are not read to their end. */
    private static final int MAX_LENGTH = 1 << 16;

    private static final int SHOWN = 60;
    private static final int RECORD_HEADER = 5;
    private static final int MESSAGE_HEADER = 4;
    private static final int SERVER_HELLO = 2;
    private static final int SERVER_KEY_EXCHANGE = 12;
    private static final int CERTIFICATE_REQUEST = 13;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int KEY_SHARE = 51;
    private static final int NAMED_CURVE = 3;

    private ByteBuffer bytes = ByteBuffer.allocate(1 << 12);
    private boolean done;

    /** @param more is read to its end, unless enough was seen before */
    public void read(ByteBuffer more) {
        if (done) {
            return;
        }
        int length = Math.min(more.remaining(), MAX_LENGTH - bytes.position());
        if (bytes.remaining() < length) {
            bytes = ByteBuffer.allocate(Math.min(MAX_LENGTH, 2 * (bytes.position() + length)))
                    .put(bytes.flip());
        }
        bytes.put(more.slice(more.position(), length));
        done = bytes.position() == MAX_LENGTH;
    }

    /** No more is to be read. */
    public void end() {
        done = true;
    }

    /** How it began, where that is not TLS: up to the end of its first line. */
    public String firstLine() {
        String text =
                StandardCharsets.ISO_8859_1.decode(bytes.duplicate().flip()).toString();
        String line = text.lines().findFirst().orElse("");
        return line.substring(0, Math.min(SHOWN, line.length()));
    }

    /** @return null if no ServerHello has come */
    public @Nullable TlsAnswer answer() {
        TlsAnswer answer = null;
        ByteBuffer messages = messages();
        try {
            while (messages.remaining() >= MESSAGE_HEADER) {
                int head = messages.getInt();
                ByteBuffer body = messages.slice(messages.position(), head & 0xFF_FFFF);
                messages.position(messages.position() + body.remaining());
                int type = head >>> 24;
                if (type == SERVER_HELLO) {
                    answer = hello(body);
                } else if (answer != null && type == SERVER_KEY_EXCHANGE) {
                    answer = keyExchange(body, answer);
                } else if (answer != null && type == CERTIFICATE_REQUEST) {
                    answer = new TlsAnswer(
                            answer.protocol(), answer.cipherSuite(), answer.group(), answer.signatureScheme(), true);
                }
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            // The rest has not come, or lies about its length: the engine will say so.
            return answer;
        }
        return answer;
    }

    /** The handshake messages of all plaintext records, put together. */
    private ByteBuffer messages() {
        ByteBuffer in = bytes.duplicate().flip();
        ByteBuffer messages = ByteBuffer.allocate(in.remaining());
        while (in.remaining() > RECORD_HEADER && in.get(in.position()) == ClientHelloParser.HANDSHAKE_RECORD) {
            int length = Math.min(in.getShort(in.position() + 3) & 0xFFFF, in.remaining() - RECORD_HEADER);
            messages.put(in.slice(in.position() + RECORD_HEADER, length));
            in.position(in.position() + RECORD_HEADER + length);
        }
        return messages.flip();
    }

    private static TlsAnswer hello(ByteBuffer body) {
        int version = body.getShort() & 0xFFFF;
        body.position(body.position() + 32);
        body.position(body.position() + 1 + (body.get(body.position()) & 0xFF));
        String suite = CodePoints.SUITES.shown(body.getShort() & 0xFFFF);
        body.get();
        String group = null;
        if (body.hasRemaining()) {
            body.getShort();
        }
        while (body.remaining() >= 4) {
            int type = body.getShort() & 0xFFFF;
            int length = body.getShort() & 0xFFFF;
            int next = body.position() + length;
            if (type == SUPPORTED_VERSIONS) {
                version = body.getShort() & 0xFFFF;
            } else if (type == KEY_SHARE) {
                group = Fingerprints.group(body.getShort() & 0xFFFF);
            }
            body.position(next);
        }
        return new TlsAnswer(Versions.shown(version), suite, group, null, false);
    }

    /** With a named curve (RFC 8422 section 5.4); of finite-field groups the name is not sent. */
    private static TlsAnswer keyExchange(ByteBuffer body, TlsAnswer answer) {
        if (!answer.cipherSuite().contains("_ECDHE_") || body.get() != NAMED_CURVE) {
            return answer;
        }
        String group = Fingerprints.group(body.getShort() & 0xFFFF);
        body.position(body.position() + 1 + (body.get(body.position()) & 0xFF));
        // Before TLS 1.2 the scheme follows from the key.
        String scheme = answer.protocol().equals("TLSv1.2") && body.remaining() > 2
                ? CodePoints.SIGNATURES.shown(body.getShort() & 0xFFFF)
                : null;
        return new TlsAnswer(answer.protocol(), answer.cipherSuite(), group, scheme, answer.asksCertificate());
    }
}
