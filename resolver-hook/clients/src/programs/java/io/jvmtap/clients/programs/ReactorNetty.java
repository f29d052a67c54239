package io.jvmtap.clients.programs;

import reactor.netty.http.client.HttpClient;

/** Reactor Netty, which is under Spring's WebClient: its own resolver, and epoll where it is available. */
public final class ReactorNetty {
    private ReactorNetty() {}

    public static void main(String[] args) {
        HttpClient client = HttpClient.create();
        Seen.each(
                args,
                url -> client.get()
                        .uri(url.toString())
                        .responseSingle((head, body) -> body.asByteArray()
                                .map(bytes -> Seen.answer(head.status().code(), bytes)))
                        .block());
    }
}
