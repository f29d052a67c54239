package io.jvmtap.clients.programs;

import java.util.ServiceLoader;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpService;

/** The synchronous HTTP client of the AWS SDK that is on the class path. */
public final class AwsSync {
    private AwsSync() {}

    public static void main(String[] args) {
        SdkHttpClient client = ServiceLoader.load(SdkHttpService.class)
                .iterator()
                .next()
                .createHttpClientBuilder()
                .build();
        Seen.each(args, url -> {
            SdkHttpRequest request =
                    SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(url).build();
            HttpExecuteResponse response = client.prepareRequest(
                            HttpExecuteRequest.builder().request(request).build())
                    .call();
            return Seen.answer(
                    response.httpResponse().statusCode(),
                    Bytes.all(response.responseBody().get()));
        });
    }
}
