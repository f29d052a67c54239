package io.jvmtap.clients.programs;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.crt.http.HttpClientConnection;
import software.amazon.awssdk.crt.http.HttpClientConnectionManager;
import software.amazon.awssdk.crt.http.HttpClientConnectionManagerOptions;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.http.HttpRequest;
import software.amazon.awssdk.crt.http.HttpStream;
import software.amazon.awssdk.crt.http.HttpStreamResponseHandler;
import software.amazon.awssdk.crt.io.ClientBootstrap;
import software.amazon.awssdk.crt.io.EventLoopGroup;
import software.amazon.awssdk.crt.io.HostResolver;
import software.amazon.awssdk.crt.io.SocketOptions;
import software.amazon.awssdk.crt.io.TlsContext;
import software.amazon.awssdk.crt.io.TlsContextOptions;

/** The native client of the AWS SDK: resolver, sockets and TLS are none of Java's. It is given the authority as a file. */
public final class AwsCrt {
    private AwsCrt() {}

    public static void main(String[] args) {
        TlsContextOptions tls = TlsContextOptions.createDefaultClient()
                .withCertificateAuthorityFromPath(null, System.getProperty("authority"));
        ClientBootstrap bootstrap = new ClientBootstrap(new EventLoopGroup(1), new HostResolver(new EventLoopGroup(1)));
        Seen.each(args, url -> {
            HttpClientConnectionManager manager =
                    HttpClientConnectionManager.create(new HttpClientConnectionManagerOptions()
                            .withClientBootstrap(bootstrap)
                            .withSocketOptions(new SocketOptions())
                            .withTlsContext(new TlsContext(tls))
                            .withUri(url));
            HttpClientConnection connection = manager.acquireConnection().get();
            CompletableFuture<String> answer = new CompletableFuture<>();
            HttpHeader[] headers = {new HttpHeader("Host", url.getAuthority())};
            connection
                    .makeRequest(new HttpRequest("GET", url.getPath(), headers, null), new Answer(answer))
                    .activate();
            return answer.get();
        });
    }

    private static final class Answer implements HttpStreamResponseHandler {
        private final CompletableFuture<String> answer;
        private byte[] body = {};

        Answer(CompletableFuture<String> answer) {
            this.answer = answer;
        }

        @Override
        public void onResponseHeaders(HttpStream stream, int status, int type, HttpHeader[] headers) {}

        @Override
        public int onResponseBody(HttpStream stream, byte[] bytes) {
            body = bytes;
            return bytes.length;
        }

        @Override
        public void onResponseComplete(HttpStream stream, int error) {
            answer.complete(Seen.answer(stream.getResponseStatusCode(), body));
        }
    }
}
