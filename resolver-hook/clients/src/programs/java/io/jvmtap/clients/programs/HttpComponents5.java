package io.jvmtap.clients.programs;

import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Apache HttpComponents 5, classic. */
public final class HttpComponents5 {
    private HttpComponents5() {}

    public static void main(String[] args) throws Exception {
        try (CloseableHttpClient client = HttpClients.createSystem()) {
            Seen.each(
                    args,
                    url -> client.execute(
                            new HttpGet(url),
                            response ->
                                    Seen.answer(response.getCode(), EntityUtils.toByteArray(response.getEntity()))));
        }
    }
}
