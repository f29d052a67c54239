package io.jvmtap.clients.programs;

import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.Dsl;
import org.asynchttpclient.Response;

/** AsyncHttpClient. */
public final class AsyncHttp {
    private AsyncHttp() {}

    public static void main(String[] args) throws Exception {
        try (AsyncHttpClient client = Dsl.asyncHttpClient()) {
            Seen.each(args, url -> {
                Response response = client.prepareGet(url.toString()).execute().get();
                return Seen.answer(response.getStatusCode(), response.getResponseBodyAsBytes());
            });
        }
    }
}
