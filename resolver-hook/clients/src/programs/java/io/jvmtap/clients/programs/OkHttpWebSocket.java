package io.jvmtap.clients.programs;

import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/** OkHttp's WebSocket. */
public final class OkHttpWebSocket {
    private OkHttpWebSocket() {}

    public static void main(String[] args) {
        OkHttpClient client = new OkHttpClient();
        Seen.each(args, url -> {
            CompletableFuture<String> answer = new CompletableFuture<>();
            Request request = new Request.Builder().url(url.toURL()).build();
            client.newWebSocket(request, new WebSocketListener() {
                @Override
                public void onOpen(WebSocket socket, Response response) {
                    socket.send("hello");
                }

                @Override
                public void onMessage(WebSocket socket, String text) {
                    answer.complete("echo: " + text);
                }

                @Override
                public void onFailure(WebSocket socket, Throwable failure, Response response) {
                    answer.completeExceptionally(failure);
                }
            });
            return answer.get();
        });
    }
}
