package io.jvmtap.clients.programs;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.glassfish.tyrus.client.ClientManager;

/** Tyrus, over Grizzly. */
public final class TyrusWebSocket {
    private TyrusWebSocket() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            CompletableFuture<String> answer = new CompletableFuture<>();
            Endpoint endpoint = new Endpoint() {
                @Override
                public void onOpen(Session session, EndpointConfig config) {
                    MessageHandler.Whole<String> handler = text -> answer.complete("echo: " + text);
                    session.addMessageHandler(String.class, handler);
                    session.getAsyncRemote().sendText("hello");
                }

                @Override
                public void onError(Session session, Throwable failure) {
                    answer.completeExceptionally(failure);
                }
            };
            ClientManager.createClient()
                    .connectToServer(
                            endpoint,
                            ClientEndpointConfig.Builder.create().build(),
                            URI.create("wss://" + url.getAuthority() + "/"));
            return answer.get(20, TimeUnit.SECONDS);
        });
    }
}
