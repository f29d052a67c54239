package io.jvmtap.clients.programs;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The JDK's WebSocket. */
public final class JdkWebSocket {
    private JdkWebSocket() {}

    public static void main(String[] args) {
        HttpClient client = HttpClient.newHttpClient();
        Seen.each(args, url -> {
            CompletableFuture<String> answer = new CompletableFuture<>();
            WebSocket.Listener listener = new WebSocket.Listener() {
                @Override
                public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                    answer.complete("echo: " + text);
                    return null;
                }

                @Override
                public void onError(WebSocket socket, Throwable failure) {
                    answer.completeExceptionally(failure);
                }
            };
            client.newWebSocketBuilder()
                    .buildAsync(URI.create("wss://" + url.getAuthority() + "/"), listener)
                    .get()
                    .sendText("hello", true);
            return answer.get();
        });
    }
}
