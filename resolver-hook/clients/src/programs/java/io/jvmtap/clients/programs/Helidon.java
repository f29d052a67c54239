package io.jvmtap.clients.programs;

import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.api.WebClient;

/** Helidon's client for virtual threads. */
public final class Helidon {
    private Helidon() {}

    public static void main(String[] args) {
        WebClient client = WebClient.create();
        Seen.each(args, url -> {
            try (HttpClientResponse response = client.get(url.toString()).request()) {
                return Seen.answer(response.status().code(), response.as(byte[].class));
            }
        });
    }
}
