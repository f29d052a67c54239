package io.jvmtap.entry;

import io.jvmtap.flow.FlowClock;
import io.jvmtap.flow.FlowSink;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of one proxy share: the token, the CA's certificate, where flow events go, which programs and
 * connections are there. Safe for use by many threads.
 */
public final class Session {
    /** Ids remembered against replay; an agent counts up, so an old one is refused by its age soon after. */
    private static final int REMEMBERED_IDS = 1 << 16;

    private final SessionToken token;
    private final byte[] caCertificate;
    private final String version;
    private final FlowSink sink;
    private final FlowClock clock;
    private final Programs programs = new Programs();
    private final OpenConnections connections;
    private final Signatures signatures;
    private final Set<UniqueId> used = new HashSet<>();
    private volatile boolean stopping;
    private volatile @Nullable Doors doors;

    /**
     * @param caCertificate DER, given to agents
     * @param version of this proxy, given to agents
     */
    public Session(SessionToken token, byte[] caCertificate, String version, FlowSink sink, FlowClock clock) {
        this.token = token;
        this.caCertificate = caCertificate.clone();
        this.version = version;
        this.sink = sink;
        connections = new OpenConnections(sink);
        this.clock = clock;
        this.signatures = new Signatures(token, programs);
    }

    public SessionToken token() {
        return token;
    }

    public Programs programs() {
        return programs;
    }

    public OpenConnections connections() {
        return connections;
    }

    public Signatures signatures() {
        return signatures;
    }

    /** For programs whose connects are not hooked: the proxy listens where their lookups lead. */
    public void open(Doors opened) {
        doors = opened;
    }

    /** No new connections there. */
    public void closeDoors() {
        Doors opened = doors;
        if (opened != null) {
            opened.close();
        }
    }

    @Nullable
    Doors doors() {
        return doors;
    }

    /** From now on every new connection is refused. */
    public void stop() {
        stopping = true;
    }

    FlowSink sink() {
        return sink;
    }

    FlowClock clock() {
        return clock;
    }

    ControlFrame welcome() {
        return ControlFrame.of(ControlFrame.WELCOME).with(1, caCertificate).with(2, version);
    }

    /** @param port the other side's port, as our socket sees it */
    Ack judge(Preface preface, int port) {
        if (preface.version() != Preface.VERSION) {
            return Ack.WRONG_VERSION;
        }
        int command = preface.control() ? PrefaceParser.COMMAND_LOCAL : PrefaceParser.COMMAND_PROXY;
        int destinationPort =
                preface.destination() == null ? 0 : preface.destination().port();
        boolean portFits = preface.control() || preface.sourcePort() == port;
        if (!portFits || !token.provesPreface(preface.proof(), command, preface.id(), port, destinationPort)) {
            return Ack.BAD_PROOF;
        }
        if (!preface.control() && !firstUse(preface.id())) {
            return Ack.BAD_PROOF;
        }
        return stopping ? Ack.STOPPING : Ack.ACCEPTED;
    }

    private boolean firstUse(UniqueId id) {
        synchronized (used) {
            if (used.size() >= REMEMBERED_IDS) {
                // A replay would also need the same source port, which its owner still holds or has just left.
                used.clear();
            }
            return used.add(id);
        }
    }
}
