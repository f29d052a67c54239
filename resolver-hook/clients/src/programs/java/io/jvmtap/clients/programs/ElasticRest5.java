package io.jvmtap.clients.programs;

import co.elastic.clients.transport.rest5_client.low_level.Request;
import co.elastic.clients.transport.rest5_client.low_level.Response;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import org.apache.hc.core5.http.HttpHost;

/** Elasticsearch's low-level client. */
public final class ElasticRest5 {
    private ElasticRest5() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            HttpHost host = new HttpHost("https", url.getHost(), url.getPort());
            try (Rest5Client client = Rest5Client.builder(host).build()) {
                Response response = client.performRequest(new Request("GET", url.getPath()));
                return Seen.answer(
                        response.getStatusCode(), Bytes.all(response.getEntity().getContent()));
            }
        });
    }
}
