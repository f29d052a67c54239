package io.jvmtap.hook.boot;

import java.util.ArrayList;
import java.util.List;

/** The program's own frames below a connect. */
final class CallSite {
    /**
     * Enough to get past a client, its pool and its interceptors (Maven's transports stand 20 deep) to the line that
     * called it. Some 90 bytes each, so they fit into a preface.
     */
    static final int MAX_FRAMES = 32;

    private static final String[] NOT_THE_PROGRAM = {
        "java.", "javax.", "jdk.", "sun.", "com.sun.", "io.jvmtap.hook.boot.",
    };

    private CallSite() {}

    /** Frames of the calling thread, innermost first: by StackWalker where there is one. */
    static List<String> here() {
        List<String> walked = StackWalk.frames();
        return walked == null ? thrown() : walked;
    }

    /** By Throwable, whose cost grows with the depth of the stack below what we look at. */
    static List<String> thrown() {
        List<String> frames = new ArrayList<String>(MAX_FRAMES);
        for (StackTraceElement frame : new Throwable().getStackTrace()) {
            if (isProgram(frame.getClassName())) {
                frames.add(text(frame));
                if (frames.size() == MAX_FRAMES) {
                    break;
                }
            }
        }
        return frames;
    }

    /** {@code pkg.Class.method(File.java:12)}, without the module or loader that toString adds. */
    static String text(StackTraceElement frame) {
        StringBuilder text = new StringBuilder(80)
                .append(frame.getClassName())
                .append('.')
                .append(frame.getMethodName())
                .append('(');
        String file = frame.getFileName();
        text.append(file == null ? "Unknown Source" : file);
        if (file != null && frame.getLineNumber() >= 0) {
            text.append(':').append(frame.getLineNumber());
        }
        return text.append(')').toString();
    }

    static boolean isProgram(String className) {
        for (String prefix : NOT_THE_PROGRAM) {
            if (className.startsWith(prefix)) {
                return false;
            }
        }
        return true;
    }
}
