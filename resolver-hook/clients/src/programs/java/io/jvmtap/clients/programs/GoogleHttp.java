package io.jvmtap.clients.programs;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.javanet.NetHttpTransport;

/** google-http-client, which is under Google's API clients. */
public final class GoogleHttp {
    private GoogleHttp() {}

    public static void main(String[] args) {
        NetHttpTransport transport = new NetHttpTransport();
        Seen.each(args, url -> {
            HttpResponse response = transport
                    .createRequestFactory()
                    .buildGetRequest(new GenericUrl(url))
                    .execute();
            return Seen.answer(response.getStatusCode(), Bytes.all(response.getContent()));
        });
    }
}
