package io.jvmtap.entry.guest;

import io.jvmtap.entry.Answer;
import io.jvmtap.entry.Judge;
import io.jvmtap.tls.Alerts;
import io.jvmtap.tls.ClientHello;
import io.jvmtap.tls.ClientHelloParser;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A client that was led here by a hosts file or the like, and knows nothing of us: its ClientHello names the host. */
final class BareTls implements Way {
    private static final byte[] HANDSHAKE_RECORD = {0x16, 0x03};

    private final int port;

    /** @param port which of the host's ports is meant */
    BareTls(int port) {
        this.port = port;
    }

    @Override
    public Match match(ByteBuf first) {
        return Way.startsWith(first, HANDSHAKE_RECORD);
    }

    @Override
    public Greeting greeting() {
        return (in, reply) -> hello(in);
    }

    /** The hello is the client's own, so nothing is consumed. */
    private @Nullable Asked hello(ByteBuf in) throws Refused {
        ClientHelloParser.Result result = ClientHelloParser.parse(in.nioBuffer());
        switch (result.kind()) {
            case OTHER -> throw new Refused("bytes that only begin like TLS", new byte[0]);
            case INCOMPLETE -> {
                return null;
            }
            case COMPLETE -> {
                ClientHello hello = result.hello();
                String name = hello == null ? null : hello.serverName();
                if (name == null || name.isEmpty()) {
                    throw new Refused(
                            "TLS without a server name, so nothing says where it is to go; --upstream HOST:PORT does",
                            Alerts.plaintextRecord(Alerts.UNRECOGNIZED_NAME));
                }
                return new Asked(name, port, Answer.NONE, Judge.PROXY);
            }
        }
        throw new IllegalStateException("there is no other kind");
    }
}
