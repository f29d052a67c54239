package io.jvmtap.dissect;

import io.jvmtap.dissect.Protocol.Match;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The choice among the protocols that we can read. */
final class Dissectors {
    /**
     * How many of the program's first bytes are looked at: enough for the opening of every protocol we know (HTTP/2's
     * is 24 bytes), and few enough to keep for each connection.
     */
    static final int DETECTION_LIMIT = 64;

    private Dissectors() {}

    /**
     * What a look at the first bytes gave.
     *
     * @param protocol the one that matched, null where none did
     * @param undecided whether more bytes may still bring a match
     */
    record Choice(@Nullable Protocol protocol, boolean undecided) {
        static final Choice STREAM = new Choice(null, false);
    }

    /** @return the protocol that ALPN chose, null where it chose none or one that we cannot read */
    static @Nullable Protocol byAlpn(List<Protocol> protocols, @Nullable String alpn) {
        if (alpn != null) {
            for (Protocol protocol : protocols) {
                if (protocol.speaks(alpn)) {
                    return protocol;
                }
            }
        }
        return null;
    }

    /** @param first at most {@link #DETECTION_LIMIT} bytes */
    static Choice byFirstBytes(List<Protocol> protocols, ByteBuffer first) {
        boolean undecided = false;
        for (Protocol protocol : protocols) {
            Match match = protocol.match(first.asReadOnlyBuffer());
            if (match == Match.MATCH) {
                return new Choice(protocol, false);
            }
            undecided |= match == Match.NEED_MORE;
        }
        return undecided && first.remaining() < DETECTION_LIMIT ? new Choice(null, true) : Choice.STREAM;
    }
}
