package io.jvmtap.differential.programs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Offers protocols by ALPN, says which one the server chose, and sends a line: host, port, protocols. */
public final class AlpnProgram {
    private AlpnProgram() {}

    public static void main(String[] args) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) SSLSocketFactory.getDefault().createSocket(args[0], Integer.parseInt(args[1]))) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(Arrays.copyOfRange(args, 2, args.length));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            Seen.say("chosen: '" + socket.getApplicationProtocol() + "'");
            socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
            Seen.lines(socket.getInputStream());
        } catch (SSLException e) {
            Seen.failure(e);
        }
    }
}
