package io.jvmtap.relay;

import io.netty.buffer.ByteBuf;

/** The talk with a proxy on the way out, until it has connected us. One connection, one thread. */
interface WayOutGreeting {
    /** What is said first. */
    byte[] opening();

    /**
     * @param in what came and was not consumed yet; what belongs to the talk is consumed, what comes after it is not
     * @return what to say next, empty to wait for more; null when we are connected
     * @throws DialException if the proxy refuses
     */
    byte @org.jspecify.annotations.Nullable [] next(ByteBuf in) throws DialException;
}
