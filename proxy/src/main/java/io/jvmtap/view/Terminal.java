package io.jvmtap.view;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What an output can show.
 *
 * @param colour whether to colour it
 * @param width columns of a line, {@link #UNBOUNDED} where lines may be of any length
 */
public record Terminal(boolean colour, int width) {
    public static final int UNBOUNDED = Integer.MAX_VALUE;
    /** A file, a pipe, a test. */
    public static final Terminal NONE = new Terminal(false, UNBOUNDED);

    private static final int USUAL_WIDTH = 80;

    /** @param descriptor 1 for stdout, 2 for stderr */
    public static Terminal of(int descriptor, Map<String, String> environment) {
        return terminal(descriptor) ? shown(environment, Terminal::askedWidth) : NONE;
    }

    /** Asks how wide the terminal is; 0 if it does not say. */
    interface Width {
        int ask();
    }

    /** What a terminal shows in this environment: {@code NO_COLOR} (no-color.org), {@code TERM}, {@code COLUMNS}. */
    static Terminal shown(Map<String, String> environment, Width width) {
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        int columns = number(environment.getOrDefault("COLUMNS", ""));
        columns = columns > 0 ? columns : width.ask();
        return new Terminal(!plain, columns > 0 ? columns : USUAL_WIDTH);
    }

    private static boolean terminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            // Not Linux: the console stands for stdin and stdout together, which errs towards plain text.
            return System.console() != null;
        }
    }

    private static int askedWidth() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Path.of("/dev/tty").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return number(answer.substring(answer.indexOf(' ') + 1).strip());
        } catch (IOException e) {
            return 0;
        }
    }

    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
