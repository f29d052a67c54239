package io.jvmtap.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The finished jar: who sees what, and that the oldest JDK can read it. */
class JarIT {
    private static final int JAVA_8 = 52;

    @Test
    void onlyTheEntryPointAndTheBootPartAreInTheOpen() throws Exception {
        try (JarFile jar = new JarFile(Jvm.agentJar().toFile())) {
            List<String> open = jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.startsWith("inst/"))
                    .filter(name -> !name.startsWith("io/jvmtap/hook/boot/"))
                    .toList();
            assertEquals(List.of("io/jvmtap/hook/Agent.class"), open);
            assertTrue(jar.getEntry("inst/io/jvmtap/hook/asm/ClassReader.class") != null);
            assertFalse(jar.stream().anyMatch(entry -> entry.getName().contains("objectweb")));
            assertEquals(
                    "jvmtap-agent.jar", jar.getManifest().getMainAttributes().getValue("Boot-Class-Path"));
        }
    }

    /** A lambda that runs while a class is being loaded starts java.lang.invoke too early, and on 8 breaks it for good. */
    @Test
    void noClassHasALambda() throws Exception {
        try (JarFile jar = new JarFile(Jvm.agentJar().toFile())) {
            for (JarEntry entry :
                    jar.stream().filter(one -> one.getName().endsWith(".class")).toList()) {
                try (InputStream in = jar.getInputStream(entry)) {
                    String constants = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                    assertFalse(constants.contains("LambdaMetafactory"), entry.getName());
                }
            }
        }
    }

    /** It is unpacked for every session and read at every start. */
    @Test
    void itIsSmall() throws Exception {
        assertTrue(Files.size(Jvm.agentJar()) < 400_000, Files.size(Jvm.agentJar()) + " bytes");
    }

    @Test
    void everyClassIsReadableByJdk8() throws Exception {
        try (JarFile jar = new JarFile(Jvm.agentJar().toFile())) {
            for (JarEntry entry :
                    jar.stream().filter(one -> one.getName().endsWith(".class")).toList()) {
                try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
                    in.readInt();
                    in.readUnsignedShort();
                    assertTrue(in.readUnsignedShort() <= JAVA_8, entry.getName());
                }
            }
        }
    }
}
