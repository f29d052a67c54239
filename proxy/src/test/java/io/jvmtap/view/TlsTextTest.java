package io.jvmtap.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.flow.ClientCertificate;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.FlowEvent;
import io.jvmtap.flow.TlsAnswer;
import io.jvmtap.flow.TlsOffer;
import io.jvmtap.query.ConnectionDetail;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.record.CaptureWriter;
import io.jvmtap.record.Traffic;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTextTest {
    @TempDir
    Path directory;

    @Test
    void bothHandshakesStandSideBySideBehindTheSentenceThatSaysWhatWentWrong() throws Exception {
        Path file = directory.resolve("a.jvmtap");
        var clock = Traffic.ticking();
        try (CaptureWriter writer = CaptureWriter.open(file, "", clock, complaint -> {})) {
            Traffic traffic = new Traffic(writer, writer.ids(), clock);
            long connection = traffic.open("a.test");
            TlsOffer offer = new TlsOffer(
                    List.of("TLSv1.3", "TLSv1.2"),
                    List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"),
                    List.of("x25519"),
                    List.of("ed25519"),
                    List.of(),
                    "a.test",
                    "0123456789abcdef0123456789abcdef",
                    "t13d0210h2_000000000000_000000000000");
            writer.emit(new FlowEvent.TlsOffered(connection, clock.now(), offer));
            Fault fault = new Fault(Fault.Code.TLS_UPSTREAM_ALERT, Fault.Scope.CONNECTION, "handshake_failure");
            writer.emit(new FlowEvent.Handshake(
                    connection,
                    clock.now(),
                    Direction.OUT,
                    clock.now(),
                    null,
                    fault,
                    new TlsAnswer("TLSv1.2", "TLS_B", "secp256r1", null, true),
                    ClientCertificate.NOT_GIVEN));
            traffic.close(connection, 0, 0, fault);
        }
        try (CaptureReader reader = CaptureReader.open(file)) {
            FlowText text = new FlowText(ZoneOffset.UTC);
            ConnectionDetail detail = reader.connection(1);
            assertNotNull(detail);
            String shown = text.connection(detail, List.of(), direction -> reader.stream(1, direction));
            assertTrue(
                    shown.lines()
                            .skip(2)
                            .findFirst()
                            .orElse("")
                            .startsWith("The server at a.test:443 requires a client"),
                    shown);
            int from = shown.indexOf("TLS\n");
            assertEquals("""
                    TLS
                                  offered by the program                        chosen by the server                    given to the program
                      version     TLSv1.3, TLSv1.2                              TLSv1.2
                      suite       TLS_AES_256_GCM_SHA384,                       TLS_B
                                  TLS_AES_128_GCM_SHA256
                      group       x25519                                        secp256r1
                      signature   ed25519                                       (not said in the clear)
                      ALPN        none
                      SNI         a.test
                      JA3         0123456789abcdef0123456789abcdef
                      JA4         t13d0210h2_000000000000_000000000000
                      client cert                                               asked for, none given

                    """, shown.substring(from, shown.indexOf("TLS with the server")));
        }
    }
}
