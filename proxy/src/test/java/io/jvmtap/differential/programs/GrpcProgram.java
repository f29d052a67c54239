package io.jvmtap.differential.programs;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;

/** grpc-java with calls of all four kinds: host, port, transport. */
public final class GrpcProgram {
    private GrpcProgram() {}

    public static void main(String[] args) throws InterruptedException {
        LogManager.getLogManager().reset(); // grpc-java logs lines with the time in them
        int port = Integer.parseInt(args[1]);
        ManagedChannel channel = args[2].equals("netty")
                ? NettyChannelBuilder.forAddress(args[0], port).build()
                : OkHttpChannelBuilder.forAddress(args[0], port).build();
        say("unary", ClientCalls.blockingUnaryCall(channel, GrpcKinds.UNARY, CallOptions.DEFAULT, message("one")));
        CallOptions gzip = CallOptions.DEFAULT.withCompression("gzip");
        say("gzip", ClientCalls.blockingUnaryCall(channel, GrpcKinds.UNARY, gzip, message("z".repeat(100))));
        try {
            ClientCalls.blockingUnaryCall(channel, GrpcKinds.FAILING, CallOptions.DEFAULT, message("nobody"));
        } catch (StatusRuntimeException e) {
            Seen.say("failed: " + e.getMessage());
        }
        Iterator<byte[]> answers = ClientCalls.blockingServerStreamingCall(
                channel, GrpcKinds.SERVER, CallOptions.DEFAULT, message("stream"));
        answers.forEachRemaining(answer -> say("server", answer));
        // Each next message is sent when the answer to the one before has come, or the calls' order would be chance.
        Calls client = new Calls("client");
        StreamObserver<byte[]> up =
                ClientCalls.asyncClientStreamingCall(channel.newCall(GrpcKinds.CLIENT, CallOptions.DEFAULT), client);
        up.onNext(message("a"));
        up.onNext(message("b"));
        up.onCompleted();
        client.over.await();
        Calls both = new Calls("both");
        StreamObserver<byte[]> chat =
                ClientCalls.asyncBidiStreamingCall(channel.newCall(GrpcKinds.BOTH, CallOptions.DEFAULT), both);
        chat.onNext(message("ping"));
        chat.onNext(message("pong"));
        chat.onCompleted();
        both.over.await();
        channel.shutdown();
        channel.awaitTermination(10, TimeUnit.SECONDS);
    }

    private static byte[] message(String text) {
        return GrpcKinds.message(text);
    }

    private static void say(String call, byte[] answer) {
        Seen.say(call + ": " + new String(answer, StandardCharsets.UTF_8).substring(2));
    }

    private static final class Calls implements StreamObserver<byte[]> {
        private final String name;
        private final CountDownLatch over = new CountDownLatch(1);

        Calls(String name) {
            this.name = name;
        }

        @Override
        public void onNext(byte[] answer) {
            say(name, answer);
        }

        @Override
        public void onError(Throwable failure) {
            Seen.failureWithoutCauses(failure);
            over.countDown();
        }

        @Override
        public void onCompleted() {
            Seen.say(name + " completed");
            over.countDown();
        }
    }
}
