package io.jvmtap.clients.programs;

import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.WebClient;

/** Spring's WebClient, over Reactor Netty. */
public final class SpringWebClient {
    private SpringWebClient() {}

    public static void main(String[] args) {
        WebClient client = WebClient.create();
        Seen.each(args, url -> {
            ResponseEntity<byte[]> response =
                    client.get().uri(url).retrieve().toEntity(byte[].class).block();
            return Seen.answer(response.getStatusCode().value(), response.getBody());
        });
    }
}
