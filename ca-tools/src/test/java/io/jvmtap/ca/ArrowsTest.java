package io.jvmtap.ca;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArrowsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.jvmtap.ca");

    @Test
    void trustStoresNeedNoBouncyCastle() {
        noClasses()
                .that()
                .resideInAPackage("io.jvmtap.ca.trust..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle..")
                .check(CLASSES);
    }

    @Test
    void theCaKnowsNoTrustStore() {
        noClasses()
                .that()
                .resideInAPackage("io.jvmtap.ca")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.jvmtap.ca.trust..")
                .check(CLASSES);
    }

    @Test
    void nothingIsNamedForBeingVague() {
        noClasses().should().haveSimpleNameEndingWith("Impl").check(CLASSES);
        noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?)").check(CLASSES);
    }
}
