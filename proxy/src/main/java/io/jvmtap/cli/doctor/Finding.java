package io.jvmtap.cli.doctor;

import org.jspecify.annotations.Nullable;

/**
 * What a check found.
 *
 * @param sentence one line, without a full stop
 * @param remedy the command that mends it, or what else to do; null where nothing needs mending
 */
public record Finding(
        Grade grade, String sentence, @Nullable String remedy) {

    /** How bad it is. */
    public enum Grade {
        FINE,
        /** Works, but not in all ways, or not for long. */
        NOTE,
        /** Something will fail. */
        WRONG
    }

    public static Finding fine(String sentence) {
        return new Finding(Grade.FINE, sentence, null);
    }

    public static Finding note(String sentence, String remedy) {
        return new Finding(Grade.NOTE, sentence, remedy);
    }

    public static Finding wrong(String sentence, String remedy) {
        return new Finding(Grade.WRONG, sentence, remedy);
    }
}
