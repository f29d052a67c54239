package io.jvmtap.clients.programs;

import com.squareup.okhttp.OkHttpClient;
import com.squareup.okhttp.Request;
import com.squareup.okhttp.Response;

/** OkHttp 2, whose package is another. */
public final class OkHttp2 {
    private OkHttp2() {}

    public static void main(String[] args) {
        OkHttpClient client = new OkHttpClient();
        Seen.each(args, url -> {
            Response response = client.newCall(
                            new Request.Builder().url(url.toURL()).build())
                    .execute();
            return Seen.answer(response.code(), response.body().bytes());
        });
    }
}
