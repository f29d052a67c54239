package io.jvmtap.view.body;

import java.util.Locale;
import java.util.Set;

/**
 * XML and HTML laid out over lines, one tag a line. Only blanks between tags change: tags, comments, and what stands in
 * {@code pre}, {@code script} and their like, are as they came, and what is no markup at all passes too.
 */
public final class MarkupText {
    private static final String STEP = "  ";
    /** Deeper levels are not indented any further; a hostile text would otherwise grow with the square of its size. */
    private static final int DEEPEST = 50;
    /** Elements without an end tag (HTML standard section 13.1.2). */
    private static final Set<String> VOID = Set.of(
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr");
    /** Elements whose content is text, or whose blanks count. */
    private static final Set<String> VERBATIM = Set.of("script", "style", "pre", "textarea", "title");

    private final String text;
    private final boolean html;
    private final StringBuilder out = new StringBuilder();
    private int depth;
    /** The name of the element whose start tag ends the output so far; what follows may stand on its line. */
    private String opened = "";

    private MarkupText(String text, boolean html) {
        this.text = text;
        this.html = html;
    }

    public static String of(String text, boolean html) {
        return new MarkupText(text, html).laidOut();
    }

    private String laidOut() {
        int at = 0;
        while (at < text.length()) {
            at = text.charAt(at) == '<' ? tag(at) : content(at);
        }
        return out.append('\n').substring(out.charAt(0) == '\n' ? 1 : 0);
    }

    private int content(int start) {
        int end = text.indexOf('<', start);
        end = end < 0 ? text.length() : end;
        String words = text.substring(start, end).strip();
        if (!words.isEmpty()) {
            boolean alone = !opened.isEmpty() && !words.contains("\n") && text.startsWith("</" + opened, end);
            if (!alone) {
                opened = "";
                line();
            }
            out.append(words);
        }
        return end;
    }

    private int tag(int start) {
        if (text.startsWith("<!--", start)) {
            return verbatim(start, "-->");
        }
        if (text.startsWith("<![CDATA[", start)) {
            return verbatim(start, "]]>");
        }
        if (text.startsWith("<?", start)) {
            return verbatim(start, "?>");
        }
        int end = end(start);
        String tag = text.substring(start, end);
        if (tag.startsWith("</")) {
            depth = Math.max(0, depth - 1);
            if (opened.isEmpty() || !name(tag, 2).equals(opened)) {
                line();
            }
            out.append(tag);
            opened = "";
            return end;
        }
        line();
        out.append(tag);
        String name = name(tag, 1);
        boolean closed = tag.endsWith("/>") || tag.startsWith("<!") || html && VOID.contains(lower(name));
        opened = closed ? "" : name;
        if (!closed && html && VERBATIM.contains(lower(name))) {
            return untilEndTag(end, name);
        }
        depth += closed ? 0 : 1;
        return end;
    }

    private int verbatim(int start, String last) {
        opened = "";
        int end = text.indexOf(last, start);
        end = end < 0 ? text.length() : end + last.length();
        line();
        out.append(text, start, end);
        return end;
    }

    private int untilEndTag(int start, String name) {
        String last = "</" + name;
        int end = start;
        while (end < text.length() && !text.regionMatches(true, end, last, 0, last.length())) {
            end = Math.max(end + 1, text.indexOf('<', end + 1) < 0 ? text.length() : text.indexOf('<', end + 1));
        }
        int close = end < text.length() ? end(end) : end;
        out.append(text, start, close);
        opened = "";
        return close;
    }

    /** Past the sign that ends the tag; one in quotes does not. */
    private int end(int start) {
        char quote = 0;
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return i + 1;
            }
        }
        return text.length();
    }

    private static String name(String tag, int from) {
        int end = from;
        while (end < tag.length() && !Character.isWhitespace(tag.charAt(end)) && "/>".indexOf(tag.charAt(end)) < 0) {
            end++;
        }
        return tag.substring(from, end);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private void line() {
        out.append('\n').append(STEP.repeat(Math.min(depth, DEEPEST)));
    }
}
