package io.jvmtap.clients.programs;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** {@code java.net.http}, with {@code send}; with {@code sendAsync} where {@code -Dasync} is set. */
public final class JdkHttpClient {
    private JdkHttpClient() {}

    public static void main(String[] args) {
        HttpClient client = HttpClient.newHttpClient();
        boolean async = System.getProperty("async") != null;
        Seen.each(args, url -> {
            HttpRequest request = HttpRequest.newBuilder(url).build();
            HttpResponse<byte[]> response = async
                    ? client.sendAsync(request, BodyHandlers.ofByteArray()).get()
                    : client.send(request, BodyHandlers.ofByteArray());
            return Seen.answer(response.statusCode(), response.body());
        });
    }
}
