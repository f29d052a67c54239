package io.jvmtap.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The demonstration's server, on a free port of this machine; ends with {@link #close}. */
public final class Shop implements AutoCloseable {
    static final String HOST = "shop.demo.test";

    private static final String CATALOG = "{\"books\":[{\"id\":1,\"title\":\"The Wire\",\"price\":12.5},"
            + "{\"id\":2,\"title\":\"Handshakes\",\"price\":31.0}]}";

    private final ShopFiles files;
    private final HttpsServer server;
    private final ExecutorService threads;

    private Shop(ShopFiles files, HttpsServer server, ExecutorService threads) {
        this.files = files;
        this.server = server;
        this.threads = threads;
    }

    /** Makes the private CA and opens the shop. */
    public static Shop open() throws IOException {
        ShopFiles files = ShopFiles.create(HOST);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(files.serverContext()));
            server.setExecutor(threads);
            server.createContext("/catalog", exchange -> answer(exchange, 200, CATALOG));
            server.createContext("/orders", Shop::order);
            server.start();
            return new Shop(files, server, threads);
        } catch (IOException | RuntimeException e) {
            threads.shutdownNow();
            files.close();
            throw e;
        }
    }

    /** What follows {@code java} to start the client. */
    public List<String> clientOptions() {
        return List.of(
                "-Djdk.net.hosts.file=" + files.hosts(),
                "-Djavax.net.ssl.trustStore=" + files.trustStore(),
                "-Djavax.net.ssl.trustStorePassword=" + ShopFiles.PASSWORD,
                "-cp",
                Path.of(System.getProperty("java.class.path")).toAbsolutePath().toString(),
                Client.class.getName(),
                "https://" + HOST + ":" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        files.close();
    }

    private static void order(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            answer(exchange, 404, "{\"error\":\"there is no such order\"}");
            return;
        }
        byte[] order = exchange.getRequestBody().readAllBytes();
        answer(exchange, 201, "{\"order\":17,\"of\":" + new String(order, StandardCharsets.UTF_8) + "}");
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
