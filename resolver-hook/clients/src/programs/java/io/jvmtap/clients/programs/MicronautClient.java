package io.jvmtap.clients.programs;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.client.BlockingHttpClient;
import io.micronaut.http.client.HttpClient;

/** Micronaut's client, over Netty. */
public final class MicronautClient {
    private MicronautClient() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            try (BlockingHttpClient client = HttpClient.create(url.toURL()).toBlocking()) {
                HttpResponse<byte[]> response = client.exchange(io.micronaut.http.HttpRequest.GET(url), byte[].class);
                return Seen.answer(response.code(), response.body());
            }
        });
    }
}
