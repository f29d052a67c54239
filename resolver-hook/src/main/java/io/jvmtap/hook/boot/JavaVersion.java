package io.jvmtap.hook.boot;

/** Which Java this is. */
public final class JavaVersion {
    /** 8, 11, 17 and so on. */
    public static final int FEATURE = feature(System.getProperty("java.specification.version", "8"));

    private JavaVersion() {}

    /** Whether the program may have put a security manager in place: none can exist from 24 on (JEP 486). */
    static boolean hasSecurityManager() {
        return FEATURE < 24 && System.getSecurityManager() != null;
    }

    static int feature(String specification) {
        String text = specification.startsWith("1.") ? specification.substring(2) : specification;
        return Integer.parseInt(text);
    }
}
