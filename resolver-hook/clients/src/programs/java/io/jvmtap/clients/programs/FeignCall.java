package io.jvmtap.clients.programs;

import feign.Feign;
import feign.RequestLine;
import feign.Response;

/** Feign with its own client. */
public final class FeignCall {
    private FeignCall() {}

    interface Api {
        @RequestLine("GET /hello")
        Response hello();
    }

    public static void main(String[] args) {
        Seen.each(args, url -> {
            Api api = Feign.builder()
                    .retryer(feign.Retryer.NEVER_RETRY)
                    .target(Api.class, "https://" + url.getAuthority());
            try (Response response = api.hello()) {
                return Seen.answer(response.status(), Bytes.all(response.body().asInputStream()));
            }
        });
    }
}
