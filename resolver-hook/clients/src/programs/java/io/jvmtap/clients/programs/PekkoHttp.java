package io.jvmtap.clients.programs;

import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Pekko's client: streams over NIO and an SSLEngine. */
public final class PekkoHttp {
    private PekkoHttp() {}

    public static void main(String[] args) {
        ActorSystem system = ActorSystem.create();
        Seen.each(args, url -> {
            HttpResponse response = Http.get(system)
                    .singleRequest(HttpRequest.create(url.toString()))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            HttpEntity.Strict body = response.entity()
                    .toStrict(20_000, system)
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            return Seen.answer(response.status().intValue(), body.getData().toArray());
        });
    }
}
