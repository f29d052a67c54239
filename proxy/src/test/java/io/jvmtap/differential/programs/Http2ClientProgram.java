package io.jvmtap.differential.programs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code java.net.http} over HTTP/2: base URL, then paths; {@code many} stands for many requests at once. */
public final class Http2ClientProgram {
    /** Fewer than the 100 that Netty allows before its SETTINGS say so. */
    private static final int MANY = 80;

    private Http2ClientProgram() {}

    public static void main(String[] args) throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 1; i < args.length; i++) {
            Seen.say("case " + args[i]);
            try {
                if (args[i].equals("many")) {
                    many(client, args[0]);
                } else {
                    show(client.send(request(args[0], args[i]), BodyHandlers.ofByteArray()));
                }
            } catch (IOException e) {
                Seen.failureWithoutCauses(e);
            }
        }
    }

    private static HttpRequest request(String base, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/" + path));
        return path.startsWith("echo")
                ? request.POST(BodyPublishers.ofByteArray(new byte[100_000])).build()
                : request.build();
    }

    private static void many(HttpClient client, String base) {
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            answers.add(client.sendAsync(request(base, i % 2 == 0 ? "hello" : "echo"), BodyHandlers.ofByteArray()));
        }
        for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
            show(answer.join());
        }
    }

    private static void show(HttpResponse<byte[]> response) {
        Seen.say("  " + response.version() + " " + response.statusCode());
        Seen.headers(response.headers().map());
        Seen.body(response.body());
    }
}
