package io.jvmtap.hook.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;

/** The hooks against the TLS stack of the JDK that runs the test. */
class JdkClassesTest {

    @Test
    void allThatTheJdkDeclaresIsFoundAndVerifiesWhenWoven() throws IOException {
        Map<String, byte[]> wanted = new TreeMap<>();
        Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
        try (Stream<Path> classes =
                Stream.concat(Files.walk(modules.resolve("java.base")), Files.walk(modules.resolve("java.net.http")))) {
            for (Path path : (Iterable<Path>) classes.filter(p -> p.toString().endsWith(".class"))::iterator) {
                String name = path.subpath(2, path.getNameCount()).toString().replace(".class", "");
                byte[] bytes = Files.readAllBytes(path);
                if (Weaving.wanted(name, bytes)) {
                    wanted.put(name, bytes);
                }
            }
        }

        assertTrue(
                wanted.keySet()
                        .containsAll(List.of(
                                "javax/net/ssl/HandshakeCompletedEvent",
                                "jdk/internal/net/http/common/ImmutableExtendedSSLSession",
                                "sun/security/ssl/AbstractTrustManagerWrapper",
                                "sun/security/ssl/SSLSessionImpl",
                                "sun/security/ssl/X509TrustManagerImpl")),
                () -> "found " + wanted.keySet());
        wanted.forEach((name, bytes) ->
                assertEquals("", Weaving.faults(Weaving.woven(bytes, ClassWriter.COMPUTE_MAXS, 0)), name));
    }
}
