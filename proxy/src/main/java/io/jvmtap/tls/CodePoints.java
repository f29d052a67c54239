package io.jvmtap.tls;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** TLS code points and what JSSE calls them; loaded once, immutable. */
enum CodePoints {
    SUITES("suite"),
    SIGNATURES("signature"),
    GROUPS("group");

    private final Map<Integer, String> names = new HashMap<>();

    CodePoints(String kind) {
        try (InputStream in = CodePoints.class.getResourceAsStream("code-points.txt");
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.US_ASCII))) {
            for (String line; (line = lines.readLine()) != null; ) {
                String[] words = line.split(" ", 3);
                if (words[0].equals(kind)) {
                    names.put(Integer.parseInt(words[1], 16), words[2]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For people: those that JSSE does not know are written as {@code 0x1234}. */
    String shown(int code) {
        String name = names.get(code);
        return name != null ? name : String.format(Locale.ROOT, "0x%04x", code);
    }

    /** The names of those that JSSE knows, in the order given. */
    List<String> names(List<Integer> codes) {
        return codes.stream().map(names::get).filter(Objects::nonNull).toList();
    }
}
