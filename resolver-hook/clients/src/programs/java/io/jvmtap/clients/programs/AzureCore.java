package io.jvmtap.clients.programs;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;

/** Whichever HTTP client of Azure's SDK is on the class path. */
public final class AzureCore {
    private AzureCore() {}

    public static void main(String[] args) {
        HttpClient client = HttpClient.createDefault();
        Seen.each(args, url -> {
            try (HttpResponse response =
                    client.send(new HttpRequest(HttpMethod.GET, url.toString())).block()) {
                return Seen.answer(
                        response.getStatusCode(), response.getBodyAsByteArray().block());
            }
        });
    }
}
