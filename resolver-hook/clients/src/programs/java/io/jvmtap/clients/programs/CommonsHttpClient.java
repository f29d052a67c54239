package io.jvmtap.clients.programs;

import org.apache.commons.httpclient.HttpClient;
import org.apache.commons.httpclient.methods.GetMethod;

/** Commons HttpClient 3, which checks no host names. */
public final class CommonsHttpClient {
    private CommonsHttpClient() {}

    public static void main(String[] args) {
        HttpClient client = new HttpClient();
        Seen.each(args, url -> {
            GetMethod get = new GetMethod(url.toString());
            try {
                int status = client.executeMethod(get);
                return Seen.answer(status, Bytes.all(get.getResponseBodyAsStream()));
            } finally {
                get.releaseConnection();
            }
        });
    }
}
