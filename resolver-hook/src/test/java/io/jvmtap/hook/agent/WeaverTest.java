package io.jvmtap.hook.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jvmtap.hook.boot.HookStats;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class WeaverTest {
    private static final String TARGET = "io/jvmtap/hook/agent/WeaverTest$Target";

    /** Has a method to hook. */
    static final class Target {
        static int twice(int n) {
            return n * 2;
        }
    }

    /** Makes {@code twice} answer 7. */
    private static final class SevenHook extends MethodHook {
        SevenHook(String name, String method) {
            super(name, Point.required(TARGET, method, "(I)I"));
        }

        @Override
        protected MethodVisitor into(String owner, String method, MethodVisitor next) {
            return new AtEntry(next) {
                @Override
                protected void insert() {
                    visitIntInsn(Opcodes.BIPUSH, 7);
                    visitInsn(Opcodes.IRETURN);
                    org.objectweb.asm.Label never = new org.objectweb.asm.Label();
                    land(never);
                }
            };
        }
    }

    @Test
    void aWantedClassIsWovenAndRuns() throws Exception {
        byte[] woven = weave(new SevenHook("test.seven", "twice"), bytes());
        assertNotNull(woven);
        assertEquals(7, run(woven));
        assertEquals(HookStats.IN_PLACE, HookStats.of("test.seven").state());
    }

    @Test
    void aMethodThatIsNotThereIsReportedMissing() throws Exception {
        byte[] woven = weave(new SevenHook("test.missing", "thrice"), bytes());
        assertNotNull(woven);
        assertEquals(42, run(woven));
        assertEquals(HookStats.MISSING, HookStats.of("test.missing").state());
    }

    @Test
    void aClassFileOfAJdkToComeIsReadAndKeepsItsVersion() throws Exception {
        byte[] future = bytes();
        future[7] = 99;
        byte[] woven = weave(new SevenHook("test.future", "twice"), future);
        assertNotNull(woven);
        assertEquals(99, woven[7]);
        woven[7] = 61;
        assertEquals(7, run(woven));
    }

    @Test
    void whatNoHookWantsAndWhatCannotBeReadIsLeftAlone() throws Exception {
        Weaver weaver = new Weaver(List.of(new SevenHook("test.broken", "twice")));
        assertNull(weaver.transform(null, "java/lang/Other", null, null, bytes()));
        assertNull(weaver.transform(null, null, null, null, bytes()));
        assertNull(weaver.transform(null, TARGET, null, null, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}));
        assertEquals(1, HookStats.of("test.broken").errors());
        assertEquals(HookStats.MISSING, HookStats.of("test.broken").state());
    }

    @Test
    void aHookThatThrowsStopsNothing() throws Exception {
        Hook faulty = new Hook() {
            @Override
            public String name() {
                return "test.faulty";
            }

            @Override
            public boolean wants(String internalName, byte[] classFile) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public ClassVisitor weave(ClassVisitor next, String internalName) {
                return next;
            }
        };
        byte[] before = bytes();
        byte[] given = before.clone();
        Weaver weaver = new Weaver(List.of(faulty, new SevenHook("test.beside", "twice")));
        byte[] woven = weaver.transform(null, TARGET, null, null, given);
        assertNotNull(woven);
        assertEquals(7, run(woven));
        assertArrayEquals(before, given);
        assertEquals(1, HookStats.of("test.faulty").errors());
    }

    @Test
    void aClassWhoseLoaderHidesTheBootPartIsLeftAloneAndCountedAsMissing() throws Exception {
        ClassLoader hiding = new ClassLoader(null) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                throw new ClassNotFoundException(name);
            }
        };
        Weaver weaver = new Weaver(List.of(new SevenHook("test.hidden", "twice")));
        assertNull(weaver.transform(hiding, TARGET, null, null, bytes()));
        assertEquals(HookStats.MISSING, HookStats.of("test.hidden").state());
        assertEquals(0, HookStats.of("test.hidden").errors());
    }

    private static byte @Nullable [] weave(Hook hook, byte[] classFile) {
        return new Weaver(List.of(hook)).transform(null, TARGET, null, null, classFile);
    }

    private static byte[] bytes() throws Exception {
        try (InputStream in = WeaverTest.class.getResourceAsStream("WeaverTest$Target.class")) {
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    private static int run(byte[] classFile) throws Exception {
        ClassLoader loader = new ClassLoader(null) {
            @Override
            protected Class<?> findClass(String name) {
                return defineClass(name, classFile, 0, classFile.length);
            }
        };
        var method = loader.loadClass(TARGET.replace('/', '.')).getDeclaredMethod("twice", int.class);
        method.setAccessible(true);
        return (int) method.invoke(null, 21);
    }
}
