package io.jvmtap.cli.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.List;

/**
 * What the launcher script is to start. The user's own words stay with the script: not every argument survives the
 * decoding into a Java string.
 *
 * @param words how many of the script's last arguments are the user's command; 0 where {@code inserted} is all of it
 * @param inserted arguments behind the command's first word
 * @param changes variables that the program gets beside those of the launcher, or instead
 * @param notices lines that the user must see, whatever the verbosity
 */
public record LaunchPlan(int words, List<String> inserted, List<EnvironmentChange> changes, List<String> notices) {

    public LaunchPlan {
        inserted = List.copyOf(inserted);
        changes = List.copyOf(changes);
        notices = List.copyOf(notices);
    }

    /** A command of our own, without a word of the user's. */
    public static LaunchPlan of(List<String> command) {
        return new LaunchPlan(0, command, List.of(), List.of());
    }

    /**
     * Writes the plan for {@code scripts/jvmtap}: fields that each end with a NUL, which no argument can contain.
     * {@code @COUNT} is the number of words, {@code :ARGUMENT} an inserted argument, {@link EnvironmentChange} gives
     * the signs of the changes, and {@code !} ends the plan.
     */
    public void write(OutputStream out) throws IOException {
        StringBuilder fields = new StringBuilder("@").append(words).append('\0');
        changes.forEach(change -> fields.append(change.field()).append('\0'));
        inserted.forEach(argument -> fields.append(':').append(argument).append('\0'));
        fields.append("!\0");
        out.write(fields.toString().getBytes(fileNames()));
        out.flush();
    }

    /** The encoding in which this JVM understands arguments and file names. */
    private static Charset fileNames() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }
}
