package io.jvmtap.hook.program;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** One request by {@code java.net.http}, which JDKs have from 11 on. */
public final class HttpClientRequest {
    private HttpClientRequest() {}

    public static String answer(String host, int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/"))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .get();
        return response.statusCode() + " " + response.body();
    }
}
