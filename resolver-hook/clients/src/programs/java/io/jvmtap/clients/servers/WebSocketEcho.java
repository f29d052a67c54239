package io.jvmtap.clients.servers;

import java.net.InetSocketAddress;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.DefaultSSLWebSocketServerFactory;
import org.java_websocket.server.WebSocketServer;

/** Echoes each text message. */
public final class WebSocketEcho extends WebSocketServer {
    private WebSocketEcho(InetSocketAddress at) {
        super(at);
    }

    public static void main(String[] args) throws Exception {
        Keys keys = Keys.of(args);
        WebSocketEcho server = new WebSocketEcho(new InetSocketAddress(Keys.LOOPBACK, keys.port()));
        server.setWebSocketFactory(new DefaultSSLWebSocketServerFactory(keys.tls()));
        server.run();
    }

    @Override
    public void onMessage(WebSocket socket, String message) {
        socket.send(message);
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {}

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {}

    @Override
    public void onError(WebSocket socket, Exception failure) {}

    @Override
    public void onStart() {}
}
