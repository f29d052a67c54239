package io.jvmtap.clients.programs;

import kong.unirest.core.HttpResponse;
import kong.unirest.core.Unirest;

/** Unirest. */
public final class UnirestCall {
    private UnirestCall() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            HttpResponse<byte[]> response = Unirest.get(url.toString()).asBytes();
            return Seen.answer(response.getStatus(), response.getBody());
        });
    }
}
