package io.jvmtap.entry.guest;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The talk before a client's own bytes. One client, one thread. */
interface Greeting {
    /** The longest that any client has to say: an HTTP head, as long as most servers take. */
    int MAX_LENGTH = 64 * 1024;

    /**
     * @param in what came and was not consumed yet; what belongs to the talk is consumed, the client's own bytes are not
     * @param reply sends bytes to the client
     * @return what the client asks for, null while more bytes are needed
     * @throws Refused if it will never be given
     */
    @Nullable
    Asked read(ByteBuf in, Consumer<byte[]> reply) throws Refused;
}
