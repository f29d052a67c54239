package io.jvmtap.clients.programs;

import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;

/** Spring's RestClient. */
public final class SpringRestClient {
    private SpringRestClient() {}

    public static void main(String[] args) {
        RestClient client = RestClient.create();
        Seen.each(args, url -> {
            ResponseEntity<byte[]> response = client.get().uri(url).retrieve().toEntity(byte[].class);
            return Seen.answer(response.getStatusCode().value(), response.getBody());
        });
    }
}
