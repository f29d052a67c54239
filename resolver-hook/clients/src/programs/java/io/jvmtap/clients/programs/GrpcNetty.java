package io.jvmtap.clients.programs;

import io.grpc.netty.NettyChannelBuilder;

/** gRPC over Netty that is not relocated. */
public final class GrpcNetty {
    private GrpcNetty() {}

    public static void main(String[] args) {
        Seen.each(
                args,
                url -> GrpcCall.on(NettyChannelBuilder.forAddress(url.getHost(), url.getPort())
                        .build()));
    }
}
