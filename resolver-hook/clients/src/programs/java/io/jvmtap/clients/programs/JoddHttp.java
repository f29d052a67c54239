package io.jvmtap.clients.programs;

import jodd.http.HttpRequest;
import jodd.http.HttpResponse;

/** Jodd's client, which writes HTTP on sockets by itself. */
public final class JoddHttp {
    private JoddHttp() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            HttpResponse response =
                    HttpRequest.get(url.toString()).verifyHttpsHost(true).send();
            return Seen.answer(response.statusCode(), response.bodyBytes());
        });
    }
}
