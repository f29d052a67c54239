package io.jvmtap.clients.programs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;

/** The AWS SDK's client over Netty. */
public final class AwsAsync {
    private AwsAsync() {}

    public static void main(String[] args) {
        SdkAsyncHttpClient client = NettyNioAsyncHttpClient.create();
        Seen.each(args, url -> {
            SdkHttpRequest request =
                    SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(url).build();
            Answer answer = new Answer();
            client.execute(AsyncExecuteRequest.builder()
                            .request(request)
                            .requestContentPublisher(new Nothing())
                            .responseHandler(answer)
                            .build())
                    .get();
            return answer.text.get();
        });
    }

    private static final class Nothing implements SdkHttpContentPublisher {
        @Override
        public Optional<Long> contentLength() {
            return Optional.of(0L);
        }

        @Override
        public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
            subscriber.onSubscribe(new Subscription() {
                @Override
                public void request(long count) {
                    subscriber.onComplete();
                }

                @Override
                public void cancel() {}
            });
        }
    }

    private static final class Answer implements SdkAsyncHttpResponseHandler, Subscriber<ByteBuffer> {
        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int status;

        @Override
        public void onHeaders(SdkHttpResponse head) {
            status = head.statusCode();
        }

        @Override
        public void onStream(Publisher<ByteBuffer> stream) {
            stream.subscribe(this);
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                body.write(bytes.get());
            }
        }

        @Override
        public void onError(Throwable failure) {
            text.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            text.complete(Seen.answer(status, body.toByteArray()));
        }
    }
}
