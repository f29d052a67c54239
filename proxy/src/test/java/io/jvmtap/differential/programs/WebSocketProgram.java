package io.jvmtap.differential.programs;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.handshake.ServerHandshake;

/** Speaks with a server that sends everything back: its URL, then {@code jdk}, {@code plain} or {@code deflate}. */
public final class WebSocketProgram {
    private static final int LONG = 200_000;

    private static final BlockingQueue<String> HEARD = new LinkedBlockingQueue<>();

    private WebSocketProgram() {}

    public static void main(String[] args) throws Exception {
        URI uri = URI.create(args[0]);
        if (args[1].equals("jdk")) {
            jdk(uri);
        } else {
            javaWebSocket(uri, args[1].equals("deflate"));
        }
        System.exit(0);
    }

    private static void jdk(URI uri) throws Exception {
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, new Listener())
                .join();
        socket.sendText("hello", true).join();
        hear();
        socket.sendText("in two ", false).join();
        socket.sendPing(ByteBuffer.wrap("alive".getBytes("UTF-8"))).join();
        hear();
        socket.sendText("parts", true).join();
        hear();
        socket.sendBinary(ByteBuffer.allocate(LONG), true).join();
        hear();
        socket.sendText("bye", true).join();
        hear();
        hear();
        socket.sendClose(1000, "done").join();
        hear();
    }

    private static void javaWebSocket(URI uri, boolean deflate) throws Exception {
        PerMessageDeflateExtension extension = new PerMessageDeflateExtension();
        extension.setThreshold(0); // it would send short messages as they are
        Draft_6455 draft = deflate ? new Draft_6455(extension) : new Draft_6455();
        Client client = new Client(uri, draft);
        client.setTcpNoDelay(true);
        Seen.say("connected " + client.connectBlocking(20, TimeUnit.SECONDS));
        client.send("hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello");
        hear();
        client.sendFragmentedFrame(Opcode.TEXT, ByteBuffer.wrap("in two ".getBytes("UTF-8")), false);
        client.sendFragmentedFrame(Opcode.TEXT, ByteBuffer.wrap("parts".getBytes("UTF-8")), true);
        hear();
        client.send(new byte[LONG]);
        hear();
        client.send("bye");
        hear();
        hear();
        client.close(1000, "done");
        hear();
    }

    private static void hear() throws InterruptedException {
        Seen.say("  " + HEARD.poll(20, TimeUnit.SECONDS));
    }

    private static final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private int bytes;

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                HEARD.add("text " + text);
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            bytes += data.remaining();
            if (last) {
                HEARD.add("binary " + bytes);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
            HEARD.add("pong " + data.remaining());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            HEARD.add("close " + code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            HEARD.add("error " + failure);
        }
    }

    private static final class Client extends WebSocketClient {
        Client(URI uri, Draft_6455 draft) {
            super(uri, draft);
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            HEARD.clear();
        }

        @Override
        public void onMessage(String text) {
            HEARD.add("text " + text);
        }

        @Override
        public void onMessage(ByteBuffer bytes) {
            HEARD.add("binary " + Arrays.hashCode(bytes.array()));
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {
            HEARD.add("close " + code + " " + reason);
        }

        @Override
        public void onError(Exception failure) {
            HEARD.add("error " + failure);
        }
    }
}
