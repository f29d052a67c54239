package io.jvmtap.hook.boot;

import org.jspecify.annotations.Nullable;

/**
 * Called by {@code ProcessImpl.start}: a {@code java} command that a tapped JVM starts gets the agent too. The array is
 * the JDK's own copy, so the program's list stays as it was.
 */
public final class ChildBridge {
    private static final HookStats STATS = HookStats.of("process");
    private static final ThreadLocal<String> STARTING = new ThreadLocal<String>();
    private static final int MAX_COMMAND = 4096;
    private static volatile @Nullable String jar;

    private ChildBridge() {}

    /** Path of the agent's jar. */
    public static void jar(String path) {
        jar = path;
    }

    /** The command to start in place of this one. */
    public static String[] command(String[] command) {
        try {
            Session session = Session.current();
            String agent = jar;
            if (session == null || agent == null || !session.children() || command.length == 0 || !isJava(command)) {
                return command;
            }
            STATS.ran();
            STARTING.set(text(command));
            for (String argument : command) {
                if (argument.startsWith("-javaagent:") && argument.contains(agent)) {
                    return command;
                }
            }
            String[] tapped = new String[command.length + 1];
            tapped[0] = command[0];
            tapped[1] = "-javaagent:" + agent + "=" + session.file().getPath();
            System.arraycopy(command, 1, tapped, 2, command.length - 1);
            return tapped;
        } catch (Throwable suppressed) {
            STATS.failed();
            return command;
        }
    }

    /** The process was started. */
    public static void started(@Nullable Process process) {
        try {
            String command = STARTING.get();
            if (command != null) {
                STARTING.remove();
                Reports.child(process == null ? 0 : pid(process), command, true);
            }
        } catch (Throwable suppressed) {
            STATS.failed();
        }
    }

    private static boolean isJava(String[] command) {
        String program = command[0];
        String name = program.substring(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1);
        return name.equals("java") || name.equals("java.exe");
    }

    private static String text(String[] command) {
        StringBuilder text = new StringBuilder();
        for (String argument : command) {
            text.append(text.length() == 0 ? "" : " ").append(argument);
        }
        return text.length() > MAX_COMMAND ? text.substring(0, MAX_COMMAND) : text.toString();
    }

    private static long pid(Process process) {
        try {
            Object pid = Process.class.getMethod("pid").invoke(process);
            return pid instanceof Long ? (Long) pid : 0;
        } catch (ReflectiveOperationException before9) {
            return 0;
        }
    }
}
