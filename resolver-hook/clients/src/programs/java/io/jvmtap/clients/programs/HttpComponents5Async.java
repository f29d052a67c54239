package io.jvmtap.clients.programs;

import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;

/** Apache HttpComponents 5, asynchronous. */
public final class HttpComponents5Async {
    private HttpComponents5Async() {}

    public static void main(String[] args) throws Exception {
        try (CloseableHttpAsyncClient client = HttpAsyncClients.createSystem()) {
            client.start();
            Seen.each(args, url -> {
                SimpleHttpResponse response = client.execute(
                                SimpleRequestBuilder.get(url).build(), null)
                        .get();
                return Seen.answer(response.getCode(), response.getBodyBytes());
            });
        }
    }
}
