package io.jvmtap.clients.programs;

import org.apache.hc.core5.http.HttpHost;
import org.opensearch.client.opensearch.generic.OpenSearchGenericClient;
import org.opensearch.client.opensearch.generic.Requests;
import org.opensearch.client.opensearch.generic.Response;
import org.opensearch.client.transport.OpenSearchTransport;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;

/** OpenSearch's client with a request of no special kind. */
public final class OpenSearchCall {
    private OpenSearchCall() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            HttpHost host = new HttpHost("https", url.getHost(), url.getPort());
            try (OpenSearchTransport transport =
                            ApacheHttpClient5TransportBuilder.builder(host).build();
                    Response response = new OpenSearchGenericClient(transport, null)
                            .execute(Requests.builder()
                                    .method("GET")
                                    .endpoint(url.getPath())
                                    .build())) {
                return Seen.answer(
                        response.getStatus(), response.getBody().get().bodyAsBytes());
            }
        });
    }
}
