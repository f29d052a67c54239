package io.jvmtap.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** The demonstration's program: an ordinary client with the JDK's two HTTP clients, which knows nothing of the tap. */
public final class Client {
    private final String shop;

    private Client(String shop) {
        this.shop = shop;
    }

    /** @param arguments the base address of the shop */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Client client = new Client(arguments[0]);
        client.browse();
        client.order();
        client.lookUpOrder();
    }

    private void browse() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(shop + "/catalog?sort=price"))
                .header("Accept", "application/json")
                .build();
        int status = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .statusCode();
        System.out.println("the catalogue: " + status);
    }

    private void order() throws IOException {
        HttpURLConnection connection = open("/orders");
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Authorization", "Bearer this-is-no-secret");
        try (OutputStream out = connection.getOutputStream()) {
            out.write("{\"book\":2,\"copies\":1}".getBytes(StandardCharsets.UTF_8));
        }
        System.out.println("an order: " + statusOf(connection));
    }

    private void lookUpOrder() throws IOException {
        System.out.println("an order that is not there: " + statusOf(open("/orders/99")));
    }

    private HttpURLConnection open(String path) throws IOException {
        return (HttpURLConnection) URI.create(shop + path).toURL().openConnection();
    }

    /** Reads the body to its end, so that the connection can be used again. */
    private static int statusOf(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            if (body != null) {
                body.readAllBytes();
            }
        }
        return status;
    }
}
