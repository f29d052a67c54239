package io.jvmtap.clients.programs;

import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** OkHttp, synchronous. */
public final class OkHttp {
    private OkHttp() {}

    public static void main(String[] args) {
        OkHttpClient client = new OkHttpClient();
        Seen.each(args, url -> {
            Request request = new Request.Builder().url(url.toURL()).build();
            try (Response response = client.newCall(request).execute()) {
                return Seen.answer(response.code(), response.body().bytes());
            }
        });
    }
}
