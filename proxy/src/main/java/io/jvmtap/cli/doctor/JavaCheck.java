package io.jvmtap.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The Java that runs jvmtap itself.
 *
 * @param feature its release
 */
public record JavaCheck(int feature, String version, Path home) implements Check {
    /** What this is built for. */
    private static final int OLDEST = 17;
    /** The first with {@code SSLParameters.setNamedGroups} and signature schemes settable: TLS is mirrored more exactly. */
    private static final int FULL = 19;

    private static final String CHOOSE = "install a newer JDK, or name one: export JVMTAP_JAVA=/path/to/jdk";

    public static JavaCheck ofThis() {
        return new JavaCheck(
                Runtime.version().feature(),
                Runtime.version().toString(),
                Path.of(System.getProperty("java.home", "")));
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        String what = "jvmtap runs on Java " + version + " in " + home;
        if (feature < OLDEST) {
            findings.add(Finding.wrong(what + ", and needs " + OLDEST + " or later", CHOOSE));
        } else if (feature < FULL) {
            findings.add(Finding.note(
                    what + ", which cannot mirror every choice of TLS (groups, signature schemes)", CHOOSE));
        } else {
            findings.add(Finding.fine(what));
        }
        if (!Files.exists(home.resolve("jmods")) && !Files.exists(home.resolve("bin/jcmd"))) {
            findings.add(Finding.note(
                    "this Java is a runtime without its tools, so a JVM that runs already cannot be attached to",
                    "install the JDK of the same release"));
        }
        return findings;
    }
}
