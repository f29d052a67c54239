package io.jvmtap.hook.boot;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;

/** Reflection into the JDK, also where a security manager would not let the program on whose thread we run do it. */
final class Privileged {
    private Privileged() {}

    static <T extends AccessibleObject> T open(final T member) {
        AccessController.doPrivileged(new PrivilegedAction<Object>() {
            @Override
            public Object run() {
                member.setAccessible(true);
                return member;
            }
        });
        return member;
    }

    /** Does what the agent needs for itself, with its own rights. */
    static <T> T io(PrivilegedExceptionAction<T> action) throws IOException {
        try {
            return AccessController.doPrivileged(action);
        } catch (PrivilegedActionException wrapped) {
            throw asIo(wrapped.getException());
        }
    }

    static MethodHandle method(Class<?> owner, String name, Class<?>... parameters)
            throws ReflectiveOperationException {
        return MethodHandles.lookup().unreflect(open(owner.getDeclaredMethod(name, parameters)));
    }

    /** The getter of a field, as a function of an Object. */
    static MethodHandle getter(Class<?> owner, String name) throws ReflectiveOperationException {
        Field field = open(owner.getDeclaredField(name));
        return MethodHandles.lookup()
                .unreflectGetter(field)
                .asType(MethodType.methodType(field.getType(), Object.class));
    }

    /** The setter of a field, as a function of an Object and the value. */
    static MethodHandle setter(Class<?> owner, String name) throws ReflectiveOperationException {
        Field field = open(owner.getDeclaredField(name));
        return MethodHandles.lookup()
                .unreflectSetter(field)
                .asType(MethodType.methodType(void.class, Object.class, field.getType()));
    }

    /** What a method handle threw, as its method declares it. */
    static IOException asIo(Throwable thrown) {
        if (thrown instanceof IOException) {
            return (IOException) thrown;
        }
        if (thrown instanceof RuntimeException) {
            throw (RuntimeException) thrown;
        }
        if (thrown instanceof Error) {
            throw (Error) thrown;
        }
        return new IOException(thrown);
    }
}
