package io.jvmtap.hook.boot;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentClassLoaderTest {
    @TempDir
    Path folder;

    /** With one lock for all classes, two threads that load and weave could wait for each other for ever. */
    @Test
    void itLocksByClass() throws Exception {
        Path file = folder.resolve("empty.jar");
        try (OutputStream out = new FileOutputStream(file.toFile());
                JarOutputStream jar = new JarOutputStream(out, new Manifest())) {
            jar.finish();
        }
        Constructor<AgentClassLoader> constructor = AgentClassLoader.class.getDeclaredConstructor(JarFile.class);
        constructor.setAccessible(true);
        try (JarFile jar = new JarFile(file.toFile())) {
            assertTrue(constructor.newInstance(jar).isRegisteredAsParallelCapable());
        }
    }
}
