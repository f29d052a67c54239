package io.jvmtap.hook;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.URI;
import java.net.URL;
import java.util.jar.JarFile;

/**
 * Entry points of the agent. Any number of calls, in any loader: the first one starts it, another session file puts it on
 * another proxy. Never throws and never prints: an exception out of premain would end the program.
 */
public final class Agent {
    private Agent() {}

    /** For {@code -javaagent:jvmtap-agent.jar=SESSIONFILE}. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        start(arguments, instrumentation, false);
    }

    /** For attach; the argument is the session file too, which holds the token: it is in no command line and no list. */
    public static void agentmain(String arguments, Instrumentation instrumentation) {
        start(arguments, instrumentation, true);
    }

    private static void start(String arguments, Instrumentation instrumentation, boolean living) {
        try {
            // Who attaches to a tool of the JDK means it.
            if (arguments == null || arguments.isEmpty() || !living && isJdkTool()) {
                return;
            }
            String jar = ownJar();
            bootClass(jar, instrumentation)
                    .getMethod("start", String.class, Instrumentation.class, String.class, boolean.class)
                    .invoke(null, arguments, instrumentation, jar, living);
        } catch (Throwable suppressed) {
            // Nobody to tell yet: the program goes on untapped, and the launcher misses the control connection.
        }
    }

    /** javac, keytool, jar and the like are not what anybody wants to watch; a source file run by java is. */
    private static boolean isJdkTool() {
        String command = System.getProperty("sun.java.command", "");
        int end = command.indexOf(' ');
        String main = end < 0 ? command : command.substring(0, end);
        String name = main.substring(main.indexOf('/') + 1);
        if (name.startsWith("com.sun.tools.javac.launcher.")) {
            return false;
        }
        return name.startsWith("com.sun.tools.")
                || name.startsWith("sun.tools.")
                || name.startsWith("sun.security.tools.")
                || name.startsWith("jdk.tools.")
                || name.startsWith("jdk.internal.jshell.tool.")
                || name.startsWith("jdk.javadoc.internal.")
                || name.startsWith("jdk.jpackage.")
                || name.startsWith("sun.jvm.hotspot.")
                || name.startsWith("jdk.jfr.internal.tool.");
    }

    private static String ownJar() throws Exception {
        URL self = ClassLoader.getSystemResource("io/jvmtap/hook/Agent.class");
        String path = self.getPath();
        return new File(new URI(path.substring(0, path.indexOf("!/")))).getPath();
    }

    /** Boot-Class-Path names the jar by its usual name; under another one it is appended here. */
    private static Class<?> bootClass(String jar, Instrumentation instrumentation) throws Exception {
        String name = "io.jvmtap.hook.boot.AgentClassLoader";
        try {
            return Class.forName(name, true, null);
        } catch (ClassNotFoundException renamed) {
            instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(jar));
            return Class.forName(name, true, null);
        }
    }
}
