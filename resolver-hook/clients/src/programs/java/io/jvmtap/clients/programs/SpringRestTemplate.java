package io.jvmtap.clients.programs;

import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestTemplate;

/** Spring's RestTemplate. */
public final class SpringRestTemplate {
    private SpringRestTemplate() {}

    public static void main(String[] args) {
        RestTemplate template = new RestTemplate();
        Seen.each(args, url -> {
            ResponseEntity<byte[]> response = template.getForEntity(url, byte[].class);
            return Seen.answer(response.getStatusCode().value(), response.getBody());
        });
    }
}
