package io.jvmtap.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jvmtap.differential.TestCertificates.Leaf;
import io.jvmtap.flow.FlowEvent;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of HTTP/2 that are not made of Java, through the tap; they trust whatever they are shown. */
@Tag("slow") // starts processes, thousands of requests
class Http2ToolsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    /** What a tool printed on both streams, and what came of its exchanges. */
    private record Outcome(String printed, List<FlowEvent> events) {
        long exchanges() {
            return events.stream()
                    .filter(event -> event instanceof FlowEvent.ExchangeEnded ended && ended.fault() == null)
                    .count();
        }

        <E extends FlowEvent> List<E> of(Class<E> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    @Test
    void curlGetsItsAnswersOverHttp2() throws Exception {
        Outcome seen =
                run(List.of("curl", "-sk", "--http2", "-w", "%{http_version} %{http_code}\n"), "/hello", "/trailers");
        assertEquals("hello2 200\npart2 200\n", seen.printed());
        assertEquals(2, seen.exchanges());
        assertEquals(1, seen.of(FlowEvent.Trailers.class).size());
    }

    @Test
    void nghttpWithItsPrioritiesAndPaddingIsRead() throws Exception {
        Outcome seen =
                run(List.of("nghttp", "-b", "7", "-p", "32", "-H", "x-tool: nghttp"), "/hello", "/hints", "/large");
        assertTrue(seen.printed().contains("hello"), seen.printed());
        assertEquals(3, seen.exchanges());
        assertEquals(1, seen.of(FlowEvent.InterimHead.class).size());
        assertTrue(
                seen.of(FlowEvent.RequestHead.class).get(0).headers().toString().contains("x-tool: nghttp"));
    }

    @Test
    void h2loadWithThousandsOfStreamsIsReadWhole() throws Exception {
        Outcome seen = run(List.of("h2load", "-c", "4", "-m", "32", "-n", "4000"), "/hello");
        assertTrue(seen.printed().contains("4000 succeeded, 0 failed"), seen.printed());
        assertEquals(4000, seen.exchanges());
    }

    private Outcome run(List<String> command, String... paths) throws Exception {
        assumeTrue(installed(command.get(0)), command.get(0) + " is not installed");
        try (Http2Backend backend = new Http2Backend();
                TlsFront server =
                        new TlsFront(new TestCertificates().server(Leaf.VALID), backend.port(), "h2", "http/1.1");
                Tapped tapped = new Tapped(directory);
                AgentBridge bridge = new AgentBridge(tapped.fakeAgent(), server.port())) {
            List<String> all = new ArrayList<>(command);
            Arrays.stream(paths).forEach(path -> all.add("https://127.0.0.1:" + bridge.port() + path));
            Path out = directory.resolve("out");
            Process process = new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            assertTrue(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS), "still running");
            List<FlowEvent> events = tapped.seen()
                    .await(
                            seen -> count(seen, FlowEvent.ConnectionOpened.class)
                                    == count(seen, FlowEvent.ConnectionClosed.class),
                            LIMIT);
            return new Outcome(Files.readString(out, StandardCharsets.ISO_8859_1), events);
        }
    }

    private static long count(List<FlowEvent> events, Class<?> type) {
        return events.stream().filter(type::isInstance).count();
    }

    private static boolean installed(String tool) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
    }
}
