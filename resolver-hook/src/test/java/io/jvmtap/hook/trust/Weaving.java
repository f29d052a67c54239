package io.jvmtap.hook.trust;

import io.jvmtap.hook.agent.Hook;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.util.CheckClassAdapter;

/** Applies the trust hooks to class files, as the agent does, and loads the results. */
final class Weaving {

    static final List<Hook> HOOKS = List.of(
            new CheckServerTrustedHook(),
            new PeerCertificatesHook(),
            new PeerCertificateChainHook(),
            new StatusResponsesHook(),
            new KtorNamesHook());

    private Weaving() {}

    /** The class file as a hook finds it. */
    static byte[] bytes(Class<?> type) {
        try (InputStream in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean wanted(String internalName, byte[] classFile) {
        return HOOKS.stream().anyMatch(hook -> hook.wants(internalName, classFile));
    }

    /** What the hooks that want the class make of it. */
    static byte[] woven(byte[] classFile, int writerFlags, int readerFlags) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, writerFlags);
        ClassVisitor chain = writer;
        for (Hook hook : HOOKS) {
            if (hook.wants(reader.getClassName(), classFile)) {
                chain = hook.weave(chain, reader.getClassName());
            }
        }
        reader.accept(chain, readerFlags);
        return writer.toByteArray();
    }

    /** What ASM's verifier has against a class; empty if nothing. */
    static String faults(byte[] classFile) {
        StringWriter faults = new StringWriter();
        CheckClassAdapter.verify(
                new ClassReader(classFile), ClassLoader.getSystemClassLoader(), false, new PrintWriter(faults));
        return faults.toString();
    }

    /** Loads and links one class from these bytes, so that the JVM's verifier has judged it. */
    static Class<?> load(String name, byte[] classFile) {
        ClassLoader loader = new ClassLoader(Weaving.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String asked, boolean resolve) throws ClassNotFoundException {
                return asked.equals(name) ? own() : super.loadClass(asked, resolve);
            }

            private synchronized Class<?> own() {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? defineClass(name, classFile, 0, classFile.length) : loaded;
            }
        };
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
