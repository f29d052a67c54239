package io.jvmtap.cli;

import io.jvmtap.cli.attach.KnownTap;
import io.jvmtap.cli.attach.RunningJvm;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Which JVM is on which tap. */
final class TapsOfUser {
    private TapsOfUser() {}

    static Optional<KnownTap> tapOf(RunningJvm jvm, List<KnownTap> taps) {
        return taps.stream().filter(tap -> program(jvm, tap).isPresent()).findFirst();
    }

    /** The JVM as a program of that tap, if it is one; a tap that is just ending has none. */
    static Optional<KnownTap.Program> program(RunningJvm jvm, KnownTap tap) {
        return programs(tap).stream()
                .filter(program -> program.pid() == jvm.pid() || program.pid() == jvm.innerPid())
                .findFirst();
    }

    private static List<KnownTap.Program> programs(KnownTap tap) {
        try {
            return tap.programs();
        } catch (IOException ended) {
            return List.of();
        }
    }
}
