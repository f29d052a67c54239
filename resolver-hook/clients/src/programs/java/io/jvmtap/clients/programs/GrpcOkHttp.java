package io.jvmtap.clients.programs;

import io.grpc.okhttp.OkHttpChannelBuilder;

/** gRPC over sockets. */
public final class GrpcOkHttp {
    private GrpcOkHttp() {}

    public static void main(String[] args) {
        Seen.each(
                args,
                url -> GrpcCall.on(OkHttpChannelBuilder.forAddress(url.getHost(), url.getPort())
                        .build()));
    }
}
