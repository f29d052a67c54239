package io.jvmtap.differential.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Sends the bytes of a file over TLS as one protocol, ends its output, and says what comes: host, port, protocol, file. */
public final class RawTlsProgram {
    private RawTlsProgram() {}

    public static void main(String[] args) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(args[3]));
        try (SSLSocket socket =
                (SSLSocket) SSLSocketFactory.getDefault().createSocket(args[0], Integer.parseInt(args[1]))) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {args[2]});
            socket.setSSLParameters(parameters);
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            Seen.body(socket.getInputStream().readAllBytes());
        }
    }
}
