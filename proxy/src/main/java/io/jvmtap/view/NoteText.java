package io.jvmtap.view;

import io.jvmtap.query.RowNote;
import java.util.Locale;

/** What people said of a row, as a line below it. */
public final class NoteText {
    private NoteText() {}

    /** {@code * red: comment}, without a line end; empty where nothing was said. */
    public static String of(RowNote note, Terminal terminal) {
        String mark = note.mark();
        if (mark == null && note.comment() == null) {
            return "";
        }
        String star = mark == null ? "#" : "* " + mark + (note.comment() == null ? "" : ":");
        String text = note.comment() == null ? "" : " " + Plain.safe(note.comment());
        Colour colour = Colour.PLAIN;
        for (Colour each : Colour.values()) {
            colour = each.name().toLowerCase(Locale.ROOT).equals(mark) ? each : colour;
        }
        String line = Plain.cut(star + text, terminal.width());
        return terminal.colour() ? colour.paint(line) : line;
    }
}
