package io.jvmtap.clients.programs;

import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;

/** Jetty's client. */
public final class JettyClient {
    private JettyClient() {}

    public static void main(String[] args) throws Exception {
        HttpClient client = new HttpClient();
        client.start();
        Seen.each(args, url -> {
            ContentResponse response = client.GET(url);
            return Seen.answer(response.getStatus(), response.getContent());
        });
    }
}
