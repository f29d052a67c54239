package io.jvmtap.hook.boot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.security.AllPermission;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Loads what the program must not see, hooks and ASM, from the folder {@code inst/} of the agent's jar. Its parent is the
 * boot loader, so neither side meets the other's classes.
 */
public final class AgentClassLoader extends ClassLoader {
    private static final String FOLDER = "inst/";
    private static final String MAIN = "io.jvmtap.hook.start.Installer";

    static {
        // Or its one lock would be held by our control thread while that waits for a class of the JDK's, and wanted by
        // the
        // thread that weaves that very class: a program that hangs at its start, rarely.
        registerAsParallelCapable();
    }

    private static @Nullable AgentClassLoader only;

    private final JarFile jar;
    private final ProtectionDomain trusted;

    private AgentClassLoader(JarFile jar) {
        super(null);
        this.jar = jar;
        // Under a security manager the agent may do what the JDK itself may.
        Permissions all = new Permissions();
        all.add(new AllPermission());
        this.trusted = new ProtectionDomain(null, all);
    }

    /**
     * Called by reflection from {@code io.jvmtap.hook.Agent}, any number of times: each further session file puts the JVM on
     * another proxy.
     *
     * @param living whether the program runs already
     */
    public static synchronized void start(
            String sessionFile, Instrumentation instrumentation, String jar, boolean living) throws Exception {
        AgentClassLoader loader = only;
        if (loader == null) {
            // Not closed: classes are loaded from it as long as the program runs.
            loader = new AgentClassLoader(new JarFile(jar, false));
            only = loader;
        }
        loader.loadClass(MAIN)
                .getMethod("install", String.class, Instrumentation.class, String.class, boolean.class)
                .invoke(null, sessionFile, instrumentation, jar, living);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try {
            byte[] bytes = read(FOLDER + name.replace('.', '/') + ".class");
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length, trusted);
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
    }

    private byte @Nullable [] read(String path) throws IOException {
        ZipEntry entry = jar.getEntry(path);
        if (entry == null) {
            return null;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream((int) Math.max(32, entry.getSize()));
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
            return out.toByteArray();
        }
    }
}
