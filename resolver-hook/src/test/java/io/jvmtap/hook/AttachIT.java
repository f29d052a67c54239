package io.jvmtap.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent comes into a JVM that runs, leaves it, comes again: the same outcomes all the time, and no trace behind. */
class AttachIT {
    private static final String NAME = "api.example.test";
    private static final String FINE = "HTTP/1.1 200 Fine";

    /** Those that lead addresses of ours back, which the program may hold for ever. */
    private static final Set<String> FOR_ADDRESSES = Set.of(
            // Whose reverse lookups are led back as well.
            "java/net/InetAddress",
            "sun/nio/ch/Net",
            "sun/nio/ch/DatagramChannelImpl",
            "java/net/Inet4AddressImpl",
            "java/net/Inet6AddressImpl",
            "java/net/AbstractPlainSocketImpl",
            "java/net/AbstractPlainDatagramSocketImpl",
            "java/net/DatagramSocket",
            "java/net/MulticastSocket",
            "java/net/NetMulticastSocket");

    @TempDir
    Path folder;

    static List<Jvm> jvms() {
        return Jvm.all();
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void whatIsOpenGoesOnUnseenAndWhatComesIsSeen(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder);
                LivingProgram program = new LivingProgram(bench, folder, List.of())) {
            assertEquals(NAME + "/127.0.0.1 " + FINE, program.tell(get(bench)));
            program.tell("keep " + NAME + " " + bench.port());

            program.load(Jvm.agentJar(), bench.session().toString());
            bench.proxy.await(0x05, 0);
            assertEquals(1, bench.proxy.frames(0x06).size(), "one connection was open");
            assertEquals("127.0.0.1", bench.proxy.frames(0x06).get(0).text(1));
            assertEquals("opened before attach", bench.proxy.frames(0x06).get(0).text(3));

            assertEquals(FINE, program.tell("finish"));
            assertEquals(0, bench.proxy.redirected.size());
            assertEquals(NAME + "/127.64.0.1 " + FINE, program.tell(get(bench)));
            assertEquals(1, bench.proxy.redirected.size());
            assertEquals(NAME, bench.proxy.redirected.get(0).authority());
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void afterDetachAllIsAsBeforeAndAddressesGivenOutStillWork(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder);
                LivingProgram program = new LivingProgram(bench, folder, List.of())) {
            program.tell(get(bench));
            assertEquals(List.of(), program.woven());
            program.load(Jvm.agentJar(), bench.session().toString());
            bench.proxy.await(0x05, 0);
            assertFalse(program.woven().isEmpty());
            assertEquals(NAME + "/127.64.0.1", program.tell("hold " + NAME));
            program.tell(get(bench));

            bench.proxy.detach();
            assertEquals(0, Coverage.errors(bench.proxy));
            assertEquals(NAME + "/127.0.0.1 " + FINE, program.tell(get(bench)), "lookups answer as before");
            List<String> left = new ArrayList<>(wovenAtTheEnd(program));
            left.removeAll(FOR_ADDRESSES);
            assertEquals(List.of(), left);
            assertEquals(NAME + "/127.64.0.1 " + FINE, program.tell("use " + bench.port()));
            assertEquals(FINE, program.tell("channel " + bench.port()));
            assertEquals("got 42", program.tell("datagram"));
            assertEquals(1, bench.proxy.redirected.size());
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void whereNoAddressWasGivenOutEveryClassIsAsBefore(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder).with("keepAddresses=true");
                LivingProgram program = new LivingProgram(bench, folder, List.of())) {
            program.load(Jvm.agentJar(), bench.session().toString());
            bench.proxy.await(0x05, 0);
            assertEquals(NAME + "/127.0.0.1 " + FINE, program.tell(get(bench)));
            assertEquals(1, bench.proxy.redirected.size());
            bench.proxy.detach();
            assertEquals(List.of(), wovenAtTheEnd(program));
            assertEquals(NAME + "/127.0.0.1 " + FINE, program.tell(get(bench)));
            assertEquals(1, bench.proxy.redirected.size());
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void aSharedAddressGivenOutStillLeadsToItsHost(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder).with("singleAddress=true");
                LivingProgram program = new LivingProgram(bench, folder, List.of())) {
            program.load(Jvm.agentJar(), bench.session().toString());
            bench.proxy.await(0x05, 0);
            // Its real address is not 127.0.0.1.
            program.tell("hold elsewhere.example.test");
            bench.proxy.detach();
            assertTrue(program.tell("use " + bench.port()).startsWith("java.net.ConnectException"));
            assertEquals(NAME + "/127.0.0.1 " + FINE, program.tell(get(bench)));
        }
    }

    @ParameterizedTest
    @MethodSource("jvms")
    void itComesAgainAfterDetachAndAnotherSessionTakesItOver(Jvm jvm) throws Exception {
        try (Bench bench = new Bench(jvm, folder);
                TestProxy other = new TestProxy();
                LivingProgram program = new LivingProgram(bench, folder, List.of())) {
            program.load(Jvm.agentJar(), bench.session().toString());
            bench.proxy.await(0x05, 0);
            program.load(Jvm.agentJar(), bench.session().toString());
            program.tell(get(bench));
            assertEquals(1, bench.proxy.frames(0x01).size(), "the same session changes nothing");

            bench.proxy.detach();
            program.tell(get(bench));
            program.load(Jvm.agentJar(), bench.session().toString());
            bench.proxy.await(0x01, 1);
            program.tell(get(bench));
            assertEquals(2, bench.proxy.redirected.size());

            program.load(Jvm.agentJar(), bench.session(other.port()).toString());
            bench.proxy.await(0x09, 0);
            other.await(0x05, 0);
            assertEquals(NAME + "/127.64.0.1 " + FINE, program.tell(get(bench)));
            assertEquals(2, bench.proxy.redirected.size());
            assertEquals(1, other.redirected.size());
            other.detach();
            assertEquals(0, Coverage.errors(other));
            String printed = program.errors().replaceAll("(?m)^(OpenJDK .* warning|WARNING): .*\\R", "");
            assertEquals("", printed);
        }
    }

    /** The classes that still call us when the agent has taken its hooks out, which is the last thing it does. */
    private static List<String> wovenAtTheEnd(LivingProgram program) throws Exception {
        assertEquals("true", program.tell("alone"));
        return program.woven();
    }

    private static String get(Bench bench) {
        return "get " + NAME + " " + bench.port();
    }
}
