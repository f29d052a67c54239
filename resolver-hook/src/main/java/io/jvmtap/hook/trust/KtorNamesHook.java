package io.jvmtap.hook.trust;

import io.jvmtap.hook.agent.Hook;
import io.jvmtap.hook.boot.HookStats;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Ktor's CIO engine speaks TLS by itself and has no session: it compares the host with the certificate on the wire, which
 * names nobody when we minted it, and Ktor then takes any host for right. So its two checks are given the real leaf.
 *
 * <p>Mirroring the names in the minted leaf would serve as well, but then a program that has the local CA in its trust
 * store, with a check that no hook sees, would take a server for the host that nobody has verified.
 */
public final class KtorNamesHook implements Hook {

    /** The end of the name, so that relocated copies are found. */
    private static final String OWNER = "io/ktor/network/tls/HostnameUtilsKt";

    private static final String CERTIFICATE = "Ljava/security/cert/X509Certificate;";
    private static final String DESCRIPTOR = "(Ljava/lang/String;" + CERTIFICATE + ")V";

    @Override
    public String name() {
        return "trust.ktor";
    }

    @Override
    public boolean wants(String internalName, byte[] classFile) {
        return internalName.endsWith(OWNER);
    }

    @Override
    public ClassVisitor weave(ClassVisitor next, String internalName) {
        final HookStats stats = HookStats.of(name());
        return new ClassVisitor(Opcodes.ASM9, next) {
            private boolean found;

            @Override
            public @Nullable MethodVisitor visitMethod(
                    int access,
                    String name,
                    String descriptor,
                    @Nullable String signature,
                    String @Nullable [] exceptions) {
                MethodVisitor visitor = super.visitMethod(access, name, descriptor, signature, exceptions);
                if (visitor == null || !isCheck(access, name, descriptor)) {
                    return visitor;
                }
                found |= name.equals("verifyHostnameInCertificate");
                return new WithRealLeaf(visitor);
            }

            @Override
            public void visitEnd() {
                super.visitEnd();
                stats.state(found ? HookStats.IN_PLACE : HookStats.MISSING);
            }
        };
    }

    private static boolean isCheck(int access, String name, String descriptor) {
        return (access & Opcodes.ACC_STATIC) != 0
                && descriptor.equals(DESCRIPTOR)
                && (name.equals("verifyHostnameInCertificate") || name.equals("verifyIpInCertificate"));
    }

    /** Puts the real leaf in the place of the second argument, at entry. */
    private static final class WithRealLeaf extends MethodVisitor {
        WithRealLeaf(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            super.visitVarInsn(Opcodes.ALOAD, 1);
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    DeclaredMethodHook.BRIDGE,
                    "named",
                    "(" + CERTIFICATE + ")" + CERTIFICATE,
                    false);
            super.visitVarInsn(Opcodes.ASTORE, 1);
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            super.visitMaxs(Math.max(maxStack, 1), maxLocals);
        }
    }
}
