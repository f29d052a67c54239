package io.jvmtap.hook.agent;

import io.jvmtap.hook.boot.HookStats;
import io.jvmtap.hook.boot.JavaVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A hook on methods known by class, name and descriptor. Says in its {@link HookStats} whether it found them all. */
public abstract class MethodHook implements Hook {
    private final String name;
    private final Point[] points;

    protected MethodHook(String name, Point... points) {
        this.name = name;
        List<Point> present = new ArrayList<Point>();
        for (Point point : points) {
            if (point.isOn(JavaVersion.FEATURE)) {
                present.add(point);
            }
        }
        this.points = present.toArray(new Point[0]);
    }

    /** The visitor that inserts the code into one of the points; no lambdas here, they would slow the start. */
    protected abstract MethodVisitor into(String owner, String method, MethodVisitor next);

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean isForThisJava() {
        return points.length > 0;
    }

    @Override
    public final boolean wants(String internalName, byte[] classFile) {
        for (Point point : points) {
            if (point.owner.equals(internalName)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public final ClassVisitor weave(ClassVisitor next, final String owner) {
        final List<Point> here = new ArrayList<Point>();
        for (Point point : points) {
            if (point.owner.equals(owner)) {
                here.add(point);
            }
        }
        final HookStats stats = HookStats.of(name);
        final Set<Point> found = new HashSet<Point>();
        return new ClassVisitor(Opcodes.ASM9, next) {
            @Override
            public @Nullable MethodVisitor visitMethod(
                    int access,
                    String method,
                    String descriptor,
                    @Nullable String signature,
                    String @Nullable [] exceptions) {
                MethodVisitor visitor = super.visitMethod(access, method, descriptor, signature, exceptions);
                for (Point point : here) {
                    if (point.method.equals(method) && point.descriptor.equals(descriptor)) {
                        found.add(point);
                        return into(owner, method, visitor);
                    }
                }
                return visitor;
            }

            @Override
            public void visitEnd() {
                super.visitEnd();
                for (Point point : here) {
                    if (point.required && !found.contains(point)) {
                        stats.state(HookStats.MISSING);
                    }
                }
                stats.state(HookStats.IN_PLACE);
            }
        };
    }
}
