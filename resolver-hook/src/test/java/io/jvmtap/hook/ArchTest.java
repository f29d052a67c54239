package io.jvmtap.hook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the parts of the agent: who sees whom decides what works inside somebody else's JVM. */
class ArchTest {
    private static final JavaClasses AGENT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.jvmtap.hook");

    @Test
    void theBootPartUsesTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("io.jvmtap.hook.boot..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.jvmtap.hook.boot..",
                        "org.jspecify..",
                        "javax.security.cert..",
                        "javax.security.auth.x500..",
                        "javax.net.ssl..")
                .check(AGENT);
    }

    @Test
    void theEntryPointHasNoStateAndTouchesNoOtherClassOfOurs() {
        fields().that()
                .areDeclaredIn(Agent.class)
                .should()
                .notBeStatic()
                .allowEmptyShould(true)
                .check(AGENT);
        noClasses()
                .that()
                .belongToAnyOf(Agent.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.jvmtap.hook.*..", "org..")
                .check(AGENT);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.jvmtap.(hook.*)..").should().beFreeOfCycles().check(AGENT);
    }

    @Test
    void aHookKnowsTheFrameworkAndTheBootPartOnly() {
        classes()
                .that()
                .resideInAnyPackage(
                        "io.jvmtap.hook.resolver",
                        "io.jvmtap.hook.connect",
                        "io.jvmtap.hook.loader",
                        "io.jvmtap.hook.netty",
                        "io.jvmtap.hook.process",
                        "io.jvmtap.hook.trust")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.net.ssl..",
                        "org.objectweb.asm..",
                        "org.jspecify..",
                        "io.jvmtap.hook.agent",
                        "io.jvmtap.hook.boot",
                        "io.jvmtap.hook.resolver",
                        "io.jvmtap.hook.connect",
                        "io.jvmtap.hook.loader",
                        "io.jvmtap.hook.netty",
                        "io.jvmtap.hook.process",
                        "io.jvmtap.hook.trust")
                .check(AGENT);
    }
}
