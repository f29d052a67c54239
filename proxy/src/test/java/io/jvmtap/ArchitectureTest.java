package io.jvmtap;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between packages that must hold (CONTRIBUTING.md, "House"). */
class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.jvmtap");

    private static final String[] SINKS = {
        "io.jvmtap.record..", "io.jvmtap.query..", "io.jvmtap.export..", "io.jvmtap.view.."
    };

    @Test
    void thereIsSomethingToJudge() {
        assertTrue(OURS.size() > 50, "only " + OURS.size() + " classes found");
    }

    @Test
    void theVocabularyUsesNothingOfOursAndTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("io.jvmtap.flow")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("io.jvmtap.flow", "java..", "org.jspecify.."))
                .check(OURS);
    }

    @Test
    void theRelayKnowsNoProtocolAndNoSink() {
        noClasses()
                .that()
                .resideInAPackage("io.jvmtap.relay..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.jvmtap.dissect.*..").or(resideInAnyPackage(SINKS)))
                .check(OURS);
    }

    @Test
    void aDissectorSeesTheVocabularyAndNothingElse() {
        classes()
                .that()
                .resideInAPackage("io.jvmtap.dissect..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("io.jvmtap.dissect..", "io.jvmtap.flow", "java..", "org.jspecify.."))
                .check(OURS);
    }

    @Test
    void noDissectorSeesAnother() {
        slices().matching("io.jvmtap.dissect.(*)..")
                .should()
                .notDependOnEachOther()
                .check(OURS);
    }

    @Test
    void sinksKnowNothingOfTheTraffic() {
        noClasses()
                .that()
                .resideInAnyPackage(SINKS)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.netty..",
                        "io.jvmtap.entry..",
                        "io.jvmtap.tls..",
                        "io.jvmtap.relay..",
                        "io.jvmtap.dissect.."))
                .check(OURS);
    }

    @Test
    void eachLibraryIsKnownInOnePlace() {
        known("org.sqlite..", "io.jvmtap.record..");
        known("java.sql..", "io.jvmtap.record..");
        known("org.bouncycastle..", "io.jvmtap.ca..");
        known("org.brotli..", "io.jvmtap.query..");
        known("io.airlift..", "io.jvmtap.query..");
        known("picocli..", "io.jvmtap.cli..");
    }

    @Test
    void onlyTheCommandLinePutsPartsTogether() {
        noClasses()
                .that(DescribedPredicate.not(resideInAPackage("io.jvmtap.cli..")))
                .should()
                .dependOnClassesThat(resideInAPackage("io.jvmtap.cli.."))
                .check(OURS);
    }

    @Test
    void noPackageIsPartOfACycle() {
        slices().matching("io.jvmtap.(**)").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void namesSayWhatThingsAre() {
        noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Utils?)$").check(OURS);
    }

    private static void known(String library, String home) {
        noClasses()
                .that(DescribedPredicate.not(resideInAPackage(home)))
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .check(OURS);
    }
}
