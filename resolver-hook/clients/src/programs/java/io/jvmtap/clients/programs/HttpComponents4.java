package io.jvmtap.clients.programs;

import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.util.EntityUtils;

/** Apache HttpComponents 4. */
public final class HttpComponents4 {
    private HttpComponents4() {}

    public static void main(String[] args) throws Exception {
        try (CloseableHttpClient client = HttpClients.createSystem()) {
            Seen.each(args, url -> {
                try (CloseableHttpResponse response = client.execute(new HttpGet(url))) {
                    return Seen.answer(
                            response.getStatusLine().getStatusCode(), EntityUtils.toByteArray(response.getEntity()));
                }
            });
        }
    }
}
