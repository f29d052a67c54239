package io.jvmtap.clients.programs;

import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;

/** gRPC over its relocated Netty: epoll, tcnative. */
public final class GrpcNettyShaded {
    private GrpcNettyShaded() {}

    public static void main(String[] args) {
        Seen.each(
                args,
                url -> GrpcCall.on(NettyChannelBuilder.forAddress(url.getHost(), url.getPort())
                        .build()));
    }
}
