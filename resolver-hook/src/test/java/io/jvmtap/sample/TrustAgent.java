package io.jvmtap.sample;

import io.jvmtap.hook.agent.Hook;
import io.jvmtap.hook.boot.Session;
import io.jvmtap.hook.trust.CheckServerTrustedHook;
import io.jvmtap.hook.trust.PeerCertificateChainHook;
import io.jvmtap.hook.trust.PeerCertificatesHook;
import io.jvmtap.hook.trust.StatusResponsesHook;
import java.io.File;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;

/** An agent with the trust hooks alone, so that a test of them fails for no other reason. Java 8. */
public final class TrustAgent implements ClassFileTransformer {

    private final Hook[] hooks = {
        new CheckServerTrustedHook(),
        new PeerCertificatesHook(),
        new PeerCertificateChainHook(),
        new StatusResponsesHook()
    };

    private TrustAgent() {}

    /** The argument is the session file. */
    public static void premain(String session, Instrumentation instrumentation) throws Exception {
        Session.install(Session.read(new File(session)));
        TrustAgent agent = new TrustAgent();
        instrumentation.addTransformer(agent, true);
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            for (Hook hook : agent.hooks) {
                if (instrumentation.isModifiableClass(loaded) && hook.wantsLoaded(loaded)) {
                    instrumentation.retransformClasses(loaded);
                    break;
                }
            }
        }
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
        try {
            ClassReader reader = null;
            ClassWriter writer = null;
            ClassVisitor chain = null;
            for (Hook hook : hooks) {
                if (name != null && hook.wants(name, classFile)) {
                    if (chain == null) {
                        reader = new ClassReader(classFile);
                        writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
                        chain = writer;
                    }
                    chain = hook.weave(chain, name);
                }
            }
            if (chain == null) {
                return null;
            }
            reader.accept(chain, 0);
            return writer.toByteArray();
        } catch (Throwable e) {
            e.printStackTrace(); // makes the outputs differ, and so the test fail
            return null;
        }
    }
}
