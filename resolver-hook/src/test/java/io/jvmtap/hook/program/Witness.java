package io.jvmtap.hook.program;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An agent of its own that writes into a file which classes of the JVM call jvmtap's now. */
public final class Witness implements ClassFileTransformer {
    private final TreeSet<String> callers = new TreeSet<String>();

    private Witness() {}

    public static void agentmain(String file, Instrumentation instrumentation) throws Exception {
        Witness witness = new Witness();
        instrumentation.addTransformer(witness, true);
        List<Class<?>> looked = new ArrayList<Class<?>>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            String name = type.getName();
            boolean network = name.startsWith("java.net.")
                    || name.startsWith("sun.nio.ch.")
                    || name.startsWith("sun.security.ssl.")
                    || name.startsWith("java.lang.Process");
            if (network && instrumentation.isModifiableClass(type)) {
                looked.add(type);
            }
        }
        instrumentation.retransformClasses(looked.toArray(new Class<?>[0]));
        instrumentation.removeTransformer(witness);
        try (OutputStream out = new FileOutputStream(file)) {
            for (String caller : witness.callers) {
                out.write((caller + "\n").getBytes("US-ASCII"));
            }
            out.write("end\n".getBytes("US-ASCII"));
        }
    }

    @Override
    public byte @Nullable [] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
        try {
            if (new String(classFile, "ISO-8859-1").contains("io/jvmtap/hook/boot/")) {
                callers.add(name);
            }
        } catch (IOException never) {
            throw new IllegalStateException(never);
        }
        return null;
    }
}
