package io.jvmtap.hook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a lookup answers under each setting, and what of it is reported. */
class LookupIT {
    private static final String ODDS = "io.jvmtap.hook.program.Odds";
    private static final String CONNECTS = "io.jvmtap.hook.program.Connects";
    private static final String SEVERAL = "several.example.test";

    @TempDir
    Path folder;

    static List<Jvm> jvms() {
        return Jvm.all();
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void eachRealAddressGetsALoopbackAddressOfItsOwnInTheSameOrder(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            assertEquals("""
                    several.example.test/127.64.0.1
                    several.example.test/127.64.0.2
                    several.example.test/127.64.0.3
                    several.example.test
                    """, bench.tapped(ODDS, "addresses", SEVERAL).out());
            assertTrue(bench.proxy.saidBye());
            TestProxy.Frame lookup = bench.proxy.frames(0x02).get(0);
            assertEquals(SEVERAL, lookup.text(1));
            assertArrayEquals(new byte[] {4, 127, 0, 0, 1, 4, 127, 0, 0, 2, 4, 127, 0, 0, 3}, lookup.bytes(2));
            assertArrayEquals(new byte[] {4, 127, 64, 0, 1, 4, 127, 64, 0, 2, 4, 127, 64, 0, 3}, lookup.bytes(3));
            assertEquals("main", lookup.text(5));
        }
    }

    /** What a program can see of us is the address of a name, and nothing else. */
    @ParameterizedTest
    @MethodSource("jvms")
    void everyFormOfALookupAndOfAnAddressIsTheSameButForOurOwnAddresses(Jvm jvm) throws Exception {
        String forms = "io.jvmtap.hook.program.Forms";
        try (Bench bench = new Bench(jvm, folder);
                Bench keeping = new Bench(jvm, folder).with("keepAddresses=true");
                Bench resolving = new Bench(jvm, folder).with("connectHook=false")) {
            Jvm.Outcome plain = bench.untapped(forms, "api.example.test");
            assertTrue(plain.out().endsWith("channel connected 6\n"), plain.toString());
            assertEquals(plain, keeping.tapped(forms, "api.example.test"));
            Jvm.Outcome tapped = bench.tapped(forms, "api.example.test");
            assertTrue(tapped.out().contains("127.64.0.1"), tapped.out());
            assertEquals(plain.out(), tapped.out().replaceAll("127\\.64\\.0\\.\\d+", "127.0.0.1"));
            assertEquals("", tapped.err());
            Jvm.Outcome resolved = resolving.tapped(forms, "api.example.test");
            assertEquals(plain.out(), resolved.out().replaceAll("127\\.64\\.0\\.\\d+", "127.0.0.1"));
            for (Bench each : List.of(bench, keeping, resolving)) {
                assertTrue(each.proxy.saidBye());
                assertEquals(0, Coverage.errors(each.proxy));
                assertEquals(List.of(), each.proxy.redirected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void keptAddressesAreTheRealOnesAndStillRedirected(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder).with("keepAddresses=true")) {
            assertEquals(bench.untapped(ODDS, "addresses", SEVERAL), bench.tapped(ODDS, "addresses", SEVERAL));
            bench.tapped(CONNECTS, "socket,url", "api.example.test", bench.port());
            assertEquals(2, bench.proxy.redirected.size());
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void aSingleAddressIsLocalhostsAndStillLeadsToTheRealHost(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder).with("singleAddress=true")) {
            assertEquals(
                    "several.example.test/127.0.0.1\nseveral.example.test\n",
                    bench.tapped(ODDS, "addresses", SEVERAL).out());
            bench.tapped(CONNECTS, "socket", "api.example.test", bench.port());
            assertEquals(1, bench.proxy.redirected.size());
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void namesThatAreNotSelectedAreNotTouched(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder).with("include=*.example.test").with("exclude=several.*")) {
            assertEquals(bench.untapped(ODDS, "addresses", SEVERAL), bench.tapped(ODDS, "addresses", SEVERAL));
            assertEquals(bench.untapped(ODDS, "addresses", "localhost"), bench.tapped(ODDS, "addresses", "localhost"));
            assertEquals(
                    bench.untapped(CONNECTS, "socket", "localhost", bench.port()),
                    bench.tapped(CONNECTS, "socket", "localhost", bench.port()));
            assertEquals(List.of(), bench.proxy.redirected);
            assertEquals(List.of(), bench.proxy.frames(0x02));
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void theChosenOneOfSeveralAddressesIsTheDestinationAndAllAreTold(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder)) {
            bench.tapped(CONNECTS, "socket", SEVERAL, bench.port());
            TestProxy.Redirected one = bench.proxy.redirected.get(0);
            assertEquals("/127.0.0.1", one.destination().toString());
            assertArrayEquals(new byte[] {4, 127, 0, 0, 1, 4, 127, 0, 0, 2, 4, 127, 0, 0, 3}, one.bytes(0xE1));
        }
    }
}
