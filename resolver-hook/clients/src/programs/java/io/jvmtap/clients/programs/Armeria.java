package io.jvmtap.clients.programs;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;

/** Armeria: its own resolver, epoll and tcnative where they are available. */
public final class Armeria {
    private Armeria() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            AggregatedHttpResponse response =
                    WebClient.of().get(url.toString()).aggregate().join();
            return Seen.answer(response.status().code(), response.content().array());
        });
    }
}
