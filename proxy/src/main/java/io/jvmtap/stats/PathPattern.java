package io.jvmtap.stats;

import java.util.regex.Pattern;

/** Paths with what differs from call to call folded, so that {@code /users/17} and {@code /users/18} are one. */
public final class PathPattern {
    /** What names one thing among many: numbers, UUIDs, digests and keys in hex, and long words with digits in them. */
    private static final Pattern ID = Pattern.compile("\\d+"
            + "|[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
            + "|(?=.*\\d)[0-9a-fA-F]{12,}"
            + "|[a-z]{1,8}_(?=.*\\d)[A-Za-z0-9]{6,}"
            + "|(?=.*\\d)(?=.*[A-Za-z])[A-Za-z0-9_=-]{20,}");

    private PathPattern() {}

    /** The path of a target, without its query. */
    public static String of(String target) {
        int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        String path = target;
        if (scheme > 0) {
            int slash = target.indexOf('/', scheme + 3);
            path = slash < 0 ? "/" : target.substring(slash);
        }
        int query = path.indexOf('?');
        path = query < 0 ? path : path.substring(0, query);
        StringBuilder folded = new StringBuilder();
        for (String segment : path.split("/", -1)) {
            folded.append(folded.length() == 0 && segment.isEmpty() ? "" : "/");
            folded.append(ID.matcher(segment).matches() ? "{id}" : segment);
        }
        return path.startsWith("/") ? folded.toString().replaceFirst("^/*", "/") : path;
    }
}
