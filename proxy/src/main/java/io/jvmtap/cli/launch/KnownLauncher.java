package io.jvmtap.cli.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A script that starts a JVM with the options of a variable of its own. Going by that variable reaches the JVM that
 * is meant, and no other, and prints nothing.
 *
 * @param extra further options: they keep the work in a JVM of this run
 * @param notice what the user must know; null where nothing is missed
 */
record KnownLauncher(
        String variable, List<String> extra, @Nullable String notice) {

    private static final KnownLauncher MAVEN = of("MAVEN_OPTS");
    /** A daemon that runs already would do the build unseen, and one started by us would outlive the run, tapped. */
    private static final KnownLauncher GRADLE =
            new KnownLauncher("GRADLE_OPTS", List.of("-Dorg.gradle.daemon=false"), null);
    /** Its client is native and {@code mvnd.noDaemon} fails there, so nothing of the build can be reached. */
    private static final KnownLauncher MVND = new KnownLauncher(
            "", List.of(), "mvnd builds in a daemon of its own: nothing of it is seen by this run; use mvn instead");

    private static final KnownLauncher TOMCAT = of("CATALINA_OPTS");
    private static final KnownLauncher JAVA_OPTS = of("JAVA_OPTS");
    private static final KnownLauncher KAFKA = of("KAFKA_OPTS");

    private static final Map<String, KnownLauncher> BY_NAME = Map.ofEntries(
            Map.entry("mvn", MAVEN),
            Map.entry("mvnw", MAVEN),
            Map.entry("mvnDebug", MAVEN),
            Map.entry("mvnd", MVND),
            Map.entry("mvnd.sh", MVND),
            Map.entry("gradle", GRADLE),
            Map.entry("gradlew", GRADLE),
            Map.entry("ant", of("ANT_OPTS")),
            Map.entry("sbt", of("SBT_OPTS")),
            Map.entry("lein", of("LEIN_JVM_OPTS")),
            Map.entry("catalina.sh", TOMCAT),
            Map.entry("startup.sh", TOMCAT),
            Map.entry("kotlin", JAVA_OPTS),
            Map.entry("scala", JAVA_OPTS),
            Map.entry("groovy", JAVA_OPTS),
            Map.entry("kafka-run-class.sh", KAFKA),
            Map.entry("kafka-console-consumer.sh", KAFKA),
            Map.entry("kafka-console-producer.sh", KAFKA),
            Map.entry("kafka-topics.sh", KAFKA));

    /** Null where the command is none of those that are known. */
    static @Nullable KnownLauncher of(CommandWord command) {
        KnownLauncher known = BY_NAME.get(command.baseName());
        if (known == TOMCAT && !Files.exists(sibling(command.resolved(), "catalina.sh"))) {
            return null; // Any project may have a startup.sh.
        }
        return known;
    }

    private static Path sibling(Path file, String name) {
        return file.resolveSibling(name);
    }

    private static KnownLauncher of(String variable) {
        return new KnownLauncher(variable, List.of(), null);
    }
}
