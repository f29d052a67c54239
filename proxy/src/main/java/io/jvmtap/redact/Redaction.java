package io.jvmtap.redact;

import io.jvmtap.flow.Header;
import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.Forms;
import io.jvmtap.query.Heads;
import io.jvmtap.query.MediaType;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Puts {@code REDACTED-1a2b3c4d} in the place of secrets. The eight digits are a hash under a key that is drawn for
 * each export and thrown away: equal secrets stay recognisable within it, and guessing is of no use. Safe for use by many threads.
 */
public final class Redaction {
    private static final Pattern SECRET_HEADER = Pattern.compile(
            "authorization|proxy-authorization|cookie|set-cookie|cookie2|set-cookie2|x-amz-security-token"
                    + "|.*(api[-_]?key|auth[-_]?token|access[-_]?token|secret|password|csrf|xsrf|session[-_]?id).*");
    private static final Pattern SECRET_FIELD =
            Pattern.compile(".*(token|password|passwd|secret|api[-_]?key|private[-_]?key|session[-_]?id|signature).*"
                    + "|pwd|pass|sig|auth|assertion|client_assertion|code_verifier|x-amz-credential");
    private static final int DIGITS = 8;
    private static final String MARK = "REDACTED-";

    private final boolean off;
    private final Mac mac;

    public Redaction(boolean withSecrets) {
        off = withSecrets;
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    public boolean hides(Header header) {
        return !off && SECRET_HEADER.matcher(lower(header.name())).matches();
    }

    public boolean hidesField(String name) {
        return !off && SECRET_FIELD.matcher(lower(name)).matches();
    }

    public String header(Header header) {
        if (hides(header)) {
            return hidden(header.value());
        }
        return switch (lower(header.name())) {
            case "location", "referer", "content-location", ":path" -> url(header.value());
            default -> header.value();
        };
    }

    /** A URL or target with the values of secret query fields, and the password before its host, hidden. */
    public String url(String url) {
        int query = url.indexOf('?');
        if (off || query < 0) {
            return withoutPassword(url);
        }
        int fragment = url.indexOf('#', query);
        int end = fragment < 0 ? url.length() : fragment;
        return withoutPassword(url.substring(0, query + 1)) + form(url.substring(query + 1, end)) + url.substring(end);
    }

    /** {@code a=1&token=...}: a query or a form. */
    public String form(String form) {
        if (off) {
            return form;
        }
        StringBuilder out = new StringBuilder();
        for (String field : form.split("&", -1)) {
            int equals = field.indexOf('=');
            boolean secret =
                    equals > 0 && equals < field.length() - 1 && hidesField(Forms.decode(field.substring(0, equals)));
            out.append(out.length() == 0 ? "" : "&");
            out.append(secret ? field.substring(0, equals + 1) + hidden(field.substring(equals + 1)) : field);
        }
        return out.toString();
    }

    /** JSON text with the string and number values of secret members hidden; the rest stays as it is, valid or not. */
    public String json(String json) {
        if (off) {
            return json;
        }
        StringBuilder out = new StringBuilder();
        String name = "";
        boolean value = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '"') {
                int end = stringEnd(json, i);
                String string = json.substring(i + 1, end);
                boolean hide = value && !string.isEmpty() && hidesField(name);
                out.append('"').append(hide ? hidden(string) : string).append(end < json.length() ? "\"" : "");
                name = value ? "" : string;
                value = false;
                i = end;
            } else if (value && number(c) && hidesField(name)) {
                int end = i;
                while (end < json.length() && number(json.charAt(end))) {
                    end++;
                }
                out.append('"').append(hidden(json.substring(i, end))).append('"');
                value = false;
                i = end - 1;
            } else {
                value = c == ':' || value && Character.isWhitespace(c);
                out.append(c);
            }
        }
        return out.toString();
    }

    /** A body's text, by what its type says it is; text that opens like JSON is taken for it. */
    public String body(MediaType type, String text) {
        if (off) {
            return text;
        }
        boolean opens = text.startsWith("{") || text.startsWith("[");
        return type.form() ? form(text) : type.json() || opens ? json(text) : text;
    }

    /** The row and the heads without secrets. */
    public ExchangeDetail exchange(ExchangeDetail exchange) {
        if (off) {
            return exchange;
        }
        Heads heads = exchange.heads();
        Heads shown = new Heads(
                headers(heads.request()),
                headers(heads.requestTrailers()),
                heads.interims().stream()
                        .map(each -> new Heads.Interim(each.status(), each.reason(), headers(each.headers())))
                        .toList(),
                headers(heads.response()),
                headers(heads.responseTrailers()));
        return new ExchangeDetail(row(exchange.row()), shown, exchange.connection());
    }

    private ExchangeRow row(ExchangeRow row) {
        String target = row.target();
        return target == null ? row : row.withTarget(url(target));
    }

    public List<Header> headers(List<Header> headers) {
        return off
                ? headers
                : headers.stream()
                        .map(each -> new Header(each.name(), header(each)))
                        .toList();
    }

    /** Whether nothing is hidden at all. */
    public boolean off() {
        return off;
    }

    public String hidden(String secret) {
        byte[] hash;
        synchronized (mac) {
            hash = mac.doFinal(secret.getBytes(StandardCharsets.UTF_8));
        }
        return MARK + HexFormat.of().formatHex(hash).substring(0, DIGITS);
    }

    private static boolean number(char c) {
        return c >= '0' && c <= '9' || c == '-' || c == '.' || c == 'e' || c == 'E' || c == '+';
    }

    private String withoutPassword(String url) {
        int scheme = url.indexOf("://");
        int at = scheme < 0 ? -1 : url.indexOf('@', scheme);
        int slash = scheme < 0 ? -1 : url.indexOf('/', scheme + 3);
        if (off || at < 0 || slash >= 0 && slash < at) {
            return url;
        }
        return url.substring(0, scheme + 3) + hidden(url.substring(scheme + 3, at)) + url.substring(at);
    }

    private static int stringEnd(String json, int quote) {
        int end = quote + 1;
        while (end < json.length() && json.charAt(end) != '"') {
            end += json.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end, json.length());
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
