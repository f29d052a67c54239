package io.jvmtap.clients.programs;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.RequestOptions;

/** Vert.x with its own resolver. */
public final class VertxClient {
    private VertxClient() {}

    public static void main(String[] args) {
        HttpClient client = Vertx.vertx().createHttpClient();
        Seen.each(
                args,
                url -> client.request(new RequestOptions().setAbsoluteURI(url.toString()))
                        .compose(request -> request.send())
                        .compose(response ->
                                response.body().map(body -> Seen.answer(response.statusCode(), body.getBytes())))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get());
    }
}
