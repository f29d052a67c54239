package io.jvmtap.clients.programs;

import java.net.Socket;
import java.net.URI;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A plain socket that is connected first and then wrapped into TLS, as drivers of databases do. */
public final class SslSocketClient {
    private SslSocketClient() {}

    public static void main(String[] args) {
        Seen.each(args, SslSocketClient::visit);
    }

    private static String visit(URI url) throws Exception {
        try (Socket plain = new Socket(url.getHost(), url.getPort());
                SSLSocket socket = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault())
                        .createSocket(plain, url.getHost(), url.getPort(), true)) {
            socket.setSSLParameters(RawHttp.checkingNames(socket.getSSLParameters()));
            socket.getOutputStream().write(RawHttp.request(url));
            return RawHttp.answer(Bytes.all(socket.getInputStream()));
        }
    }
}
