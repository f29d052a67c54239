package io.jvmtap.clients.programs;

import com.github.mizosoft.methanol.Methanol;
import com.github.mizosoft.methanol.MutableRequest;
import java.net.http.HttpResponse;

/** Methanol, over the JDK's client. */
public final class MethanolCall {
    private MethanolCall() {}

    public static void main(String[] args) {
        Methanol client = Methanol.create();
        Seen.each(args, url -> {
            HttpResponse<byte[]> response =
                    client.send(MutableRequest.GET(url), HttpResponse.BodyHandlers.ofByteArray());
            return Seen.answer(response.statusCode(), response.body());
        });
    }
}
