package io.jvmtap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.differential.TestCertificates;
import io.jvmtap.differential.TestCertificates.Leaf;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.FlowGrammarExtension;
import io.jvmtap.flow.RecordingSink;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who vouches for a server must have verified it: good and bad servers, seen by a client that trusts our CA. */
@ExtendWith(FlowGrammarExtension.class)
@Timeout(60)
class VouchingTest {
    @TempDir
    private Path directory;

    private RecordingSink seen = new RecordingSink();
    private TestCertificates certificates;
    private final GuestTap.Wishes wishes = new GuestTap.Wishes();

    @BeforeEach
    void makeServers(RecordingSink sink) throws Exception {
        Command.assumeThere("curl");
        seen = sink;
        certificates = new TestCertificates();
    }

    /** What curl says of a server that shows this leaf. */
    private Command visit(Leaf leaf) throws Exception {
        try (WebServer server = new WebServer(certificates.server(leaf));
                GuestTap tap = new GuestTap(directory, seen, wishes)) {
            Command curl = Command.run(
                    directory,
                    "curl",
                    "-sS",
                    "--proxy",
                    "http://127.0.0.1:" + tap.port(),
                    "--cacert",
                    tap.ca.toString(),
                    "https://" + TestCertificates.NAME + ":" + server.port() + "/");
            tap.closed(1);
            return curl;
        }
    }

    private void assertRefused(Leaf leaf, String alert, String reason) throws Exception {
        Command curl = visit(leaf);
        // 60 is curl's way to say that the certificate is not valid, which this alert says too.
        assertEquals(alert.equals("certificate expired") ? 60 : 35, curl.exit(), curl.err());
        assertTrue(curl.exit() == 60 || curl.err().contains("alert " + alert), curl.err());
        List<FlowEvent.TrustJudged> judged = seen.events(FlowEvent.TrustJudged.class);
        FlowEvent.TrustJudged last = judged.get(judged.size() - 1);
        assertEquals("jvmtap", last.judge());
        assertTrue(String.valueOf(last.failure()).startsWith(reason), last.failure());
        List<FlowEvent.Handshake> handshakes = seen.events(FlowEvent.Handshake.class);
        FlowEvent.Handshake upstream = handshakes.get(handshakes.size() - 1);
        assertEquals(Direction.OUT, upstream.side());
        assertNotNull(upstream.fault());
        assertEquals(Fault.Code.TLS_UPSTREAM_UNTRUSTED, upstream.fault().code());
        assertNotNull(upstream.session(), "what the server showed is kept");
        assertTrue(!upstream.session().chain().isEmpty());
    }

    @Test
    void aServerBehindNoTrustedRootIsRefusedAsOfAnUnknownAuthority() throws Exception {
        assertRefused(Leaf.VALID, "unknown ca", "no trusted root is behind the certificate: its chain ends with");
        assertRefused(Leaf.SELF_SIGNED, "unknown ca", "the certificate is self-signed");
        wishes.trust.add(certificates.trustStore(directory));
        assertRefused(Leaf.SELF_SIGNED, "unknown ca", "the certificate is self-signed");
        assertRefused(Leaf.INCOMPLETE_CHAIN, "unknown ca", "no trusted root is behind the certificate");
    }

    @Test
    void aServerThatIsOutOfDateOrAnotherIsRefusedThoughItsRootIsTrusted() throws Exception {
        wishes.trust.add(certificates.trustStore(directory));
        assertRefused(Leaf.EXPIRED, "certificate expired", "the certificate expired on ");
        assertRefused(
                Leaf.WRONG_HOST,
                "bad certificate",
                "the certificate is not for " + TestCertificates.NAME + ": it is for other.jvmtap.test");
    }

    @Test
    void aGoodServerIsVouchedFor() throws Exception {
        wishes.trust.add(certificates.trustStore(directory));
        assertEquals("hi", visit(Leaf.VALID).out());
        assertNull(seen.events(FlowEvent.TrustJudged.class).get(0).failure());
    }

    @Test
    void whatTheUserWaivedIsLetPassAndTheRecordSaysWhatWasWrong() throws Exception {
        wishes.insecure.add("*.JVMTAP.test");
        for (Leaf leaf : Leaf.values()) {
            Command curl = visit(leaf);
            assertEquals("hi", curl.out(), leaf + ": " + curl.err());
            List<FlowEvent.TrustJudged> judged = seen.events(FlowEvent.TrustJudged.class);
            FlowEvent.TrustJudged last = judged.get(judged.size() - 1);
            assertNull(last.failure());
            assertTrue(last.judge().startsWith("jvmtap, because of --insecure-upstream, although "), last.judge());
        }
        wishes.insecure.set(0, "jvmtap.test");
        assertRefused(Leaf.VALID, "unknown ca", "no trusted root is behind the certificate");
    }
}
