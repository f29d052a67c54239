package io.jvmtap.clients;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.util.HexFormat;

/** What protocols say before they start TLS. */
@FunctionalInterface
interface Prologue {
    /** TLS from the first byte on. */
    Prologue NONE = socket -> {};

    /** The server sends its handshake packet; the client answers with its SSLRequest packet, 4 and 32 bytes. */
    Prologue MYSQL = socket -> {
        socket.getOutputStream()
                .write(HexFormat.of()
                        .parseHex(
                                ("4a000000" // length 74, sequence 0
                                        + "0a" // protocol version
                                        + "382e302e343000" // "8.0.40"
                                        + "07000000" // connection id
                                        + "3132333435363738" + "00" // first part of the nonce, filler
                                        + "0daa" // capabilities: SSL, PROTOCOL_41, SECURE_CONNECTION, ...
                                        + "ff" + "0200" // character set, status
                                        + "1800" // capabilities: PLUGIN_AUTH, CONNECT_ATTRS
                                        + "15" + "00000000000000000000" // length of the nonce, reserved
                                        + "31323334353637383930313200" // second part of the nonce
                                        + "6d7973716c5f6e61746976655f70617373776f726400") // mysql_native_password
                                ));
        read(socket, 36);
    };

    void speak(Socket plain) throws IOException;

    private static void read(Socket socket, int count) throws IOException {
        if (socket.getInputStream().readNBytes(count).length < count) {
            throw new EOFException();
        }
    }
}
