package io.jvmtap.clients.programs;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;

/** Java-WebSocket. */
public final class JavaWebSocket {
    private JavaWebSocket() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            CompletableFuture<String> answer = new CompletableFuture<>();
            Echo client = new Echo(URI.create("wss://" + url.getAuthority() + "/"), answer);
            client.connect();
            try {
                return answer.get(20, TimeUnit.SECONDS);
            } finally {
                client.close();
            }
        });
    }

    private static final class Echo extends WebSocketClient {
        private final CompletableFuture<String> answer;

        Echo(URI url, CompletableFuture<String> answer) {
            super(url);
            this.answer = answer;
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            send("hello");
        }

        @Override
        public void onMessage(String message) {
            answer.complete("echo: " + message);
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {
            // Comes before or after the error that it goes with, as two threads have it.
        }

        @Override
        public void onError(Exception failure) {
            answer.completeExceptionally(failure);
        }
    }
}
