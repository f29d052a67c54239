package io.jvmtap.hook.netty;

import io.jvmtap.hook.agent.Hook;
import io.jvmtap.hook.boot.HookStats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A hook on methods of Netty's, in every copy of it. Says in its {@link HookStats} whether it found them all. */
abstract class NettyHook implements Hook {
    private final String name;
    private final List<NettyPoint> points;

    NettyHook(String name, NettyPoint... points) {
        this.name = name;
        this.points = Arrays.asList(points);
    }

    /** The visitor that inserts the code; null if what it needs is not there. */
    abstract @Nullable MethodVisitor into(Copy copy, String method, MethodVisitor next);

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean wants(String internalName, byte[] classFile) {
        return !here(internalName).isEmpty();
    }

    private List<NettyPoint> here(String internalName) {
        // Nearly every class is none of Netty's, and must cost nothing.
        if (!internalName.contains("netty/")) {
            return new ArrayList<NettyPoint>(0);
        }
        List<NettyPoint> here = new ArrayList<NettyPoint>();
        for (NettyPoint point : points) {
            if (point.isIn(internalName)) {
                here.add(point);
            }
        }
        return here;
    }

    @Override
    public final ClassVisitor weave(ClassVisitor next, String owner) {
        List<NettyPoint> here = here(owner);
        return new Points(next, here, new Copy(owner, here.get(0).home(owner)));
    }

    private final class Points extends ClassVisitor {
        private final List<NettyPoint> here;
        private final Copy copy;
        private final Set<NettyPoint> found = new HashSet<NettyPoint>();

        Points(ClassVisitor next, List<NettyPoint> here, Copy copy) {
            super(Opcodes.ASM9, next);
            this.here = here;
            this.copy = copy;
        }

        @Override
        public @Nullable FieldVisitor visitField(
                int access, String field, String descriptor, @Nullable String signature, @Nullable Object value) {
            copy.field(field, descriptor, (access & Opcodes.ACC_SYNTHETIC) != 0);
            return super.visitField(access, field, descriptor, signature, value);
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String method,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodVisitor visitor = super.visitMethod(access, method, descriptor, signature, exceptions);
            boolean hasCode = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
            for (NettyPoint point : here) {
                if (hasCode && point.method.equals(method) && descriptor.startsWith(point.descriptor)) {
                    MethodVisitor woven = into(copy, method, visitor);
                    if (woven != null) {
                        found.add(point);
                        return woven;
                    }
                }
            }
            return new CallFinder(copy, visitor);
        }

        @Override
        public void visitEnd() {
            super.visitEnd();
            HookStats stats = HookStats.of(name);
            for (NettyPoint point : here) {
                if (point.required && !found.contains(point)) {
                    stats.state(HookStats.MISSING);
                }
            }
            stats.state(HookStats.IN_PLACE);
        }
    }

    /** Learns how a method is called that another one shall call too. */
    private static final class CallFinder extends MethodVisitor {
        private final Copy copy;

        CallFinder(Copy copy, MethodVisitor next) {
            super(Opcodes.ASM9, next);
            this.copy = copy;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String method, String descriptor, boolean isInterface) {
            if (method.equals("connectComplete") && owner.equals(copy.owner)) {
                copy.connectComplete = descriptor;
            }
            super.visitMethodInsn(opcode, owner, method, descriptor, isInterface);
        }
    }
}
