package io.jvmtap.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A security manager: what the policy grants works, what it denies is denied with the same trace. */
class GuardedIT {
    private static final String GUARDED = "io.jvmtap.hook.program.Guarded";
    private static final String HOST = "api.example.test";

    @TempDir
    Path folder;

    static List<Jvm> jvms() {
        return Jvm.all();
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void whatThePolicySaysHoldsForTheProgramAndItsConnectionsAreTapped(Jvm jvm) throws Exception {
        assumeTrue(jvm.version() < 24, "there are no security managers any more");
        try (Bench bench = new Bench(jvm, folder)) {
            Path policy = Files.writeString(
                    folder.resolve("policy"), """
                    grant {
                      permission java.net.SocketPermission "%s:%s", "connect,resolve";
                      permission java.io.FilePermission "%s", "read";
                      permission java.lang.RuntimePermission "setIO";
                    };
                    """.formatted(HOST, bench.port(), folder.resolve("hosts")));
            bench.option("-Djava.security.manager").option("-Djava.security.policy=" + policy);
            Jvm.Outcome plain = bench.untapped(GUARDED, HOST, bench.port());
            assertTrue(plain.out().contains("async: HTTP/1.1 200\n"), plain.toString());
            assertTrue(plain.err().contains("access denied (\"java.net.SocketPermission\""), plain.err());
            Jvm.Outcome tapped = bench.tapped(GUARDED, HOST, bench.port());

            assertEquals(plain, tapped);
            assertEquals(7, bench.proxy.redirected.size());
            assertTrue(bench.proxy.saidBye());
            assertEquals(0, Coverage.errors(bench.proxy));
        }
    }
}
