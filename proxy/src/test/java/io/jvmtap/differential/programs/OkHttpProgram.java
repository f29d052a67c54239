package io.jvmtap.differential.programs;

import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** OkHttp over HTTP/2: base URL, then paths. */
public final class OkHttpProgram {
    private OkHttpProgram() {}

    public static void main(String[] args) {
        OkHttpClient client = new OkHttpClient();
        for (int i = 1; i < args.length; i++) {
            Seen.say("case " + args[i]);
            Request.Builder request = new Request.Builder().url(args[0] + "/" + args[i]);
            if (args[i].equals("echo")) {
                request.post(RequestBody.create(new byte[100_000]));
            }
            try (Response response = client.newCall(request.build()).execute()) {
                Seen.say("  " + response.protocol() + " " + response.code());
                Seen.headers(response.headers().toMultimap());
                Seen.body(response.body().bytes());
                Seen.headers(response.trailers().toMultimap());
            } catch (IOException e) {
                Seen.failureWithoutCauses(e);
            }
        }
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
    }
}
