package io.jvmtap.clients.programs;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;

/** As much of HTTP/1.1 as programs need that have no library for it. */
final class RawHttp {
    private RawHttp() {}

    static byte[] request(URI url) {
        String text =
                "GET " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nConnection: close\r\n\r\n";
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What {@link Seen#answer} says of these bytes: head, empty line, body. */
    static String answer(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int status = Integer.parseInt(text.split(" ", 3)[1]);
        String body = text.substring(text.indexOf("\r\n\r\n") + 4);
        return Seen.answer(status, body.getBytes(StandardCharsets.ISO_8859_1));
    }

    static SSLParameters checkingNames(SSLParameters parameters) {
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return parameters;
    }
}
