package io.jvmtap.export;

import io.jvmtap.flow.Header;
import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.ExchangeRow;
import java.util.List;

/**
 * Requests as command lines of curl that send the same bytes: method, target, and every header field in its place.
 *
 * <p>curl puts a Host field first, and fields that it makes itself before the user's. An empty {@code -H 'Host:'} ahead
 * takes its own away, after which one of the user's is a field like any other. Chunked bodies come in curl's own chunks.
 */
public final class CurlWriter extends CommandLines {
    @Override
    String line(ExchangeDetail exchange, Payload payload) {
        ExchangeRow row = exchange.row();
        String method = row.method() == null ? "GET" : row.method();
        String target = row.target() == null ? "/" : row.target();
        List<Header> fields = fields(exchange, payload);
        byte[] body = payload.bytes();
        StringBuilder line = new StringBuilder();
        boolean inline = body.length > 0 && ShellText.fits(body) && body[0] != '@';
        if (body.length > 0 && !inline) {
            line.append(ShellText.source(body)).append(" | ");
        }
        line.append("curl ").append(version(row)).append(" --path-as-is -g");
        if (method.equals("HEAD") && body.length == 0) {
            line.append(" -I");
        } else if (!method.equals(body.length > 0 ? "POST" : "GET")) {
            line.append(" -X ").append(ShellText.word(method));
        }
        boolean absolute = target.contains("://") && !target.startsWith("/");
        if (!plain(target) && !absolute) {
            line.append(" --request-target ").append(ShellText.word(target));
        }
        fields(line, fields, body.length, row.protocol().startsWith("h2"));
        if (inline) {
            line.append(" --data-binary ").append(ShellText.word(body));
        } else if (body.length > 0) {
            line.append(" --data-binary @-");
        }
        if (has(fields, "Accept-Encoding")) {
            line.append(" --compressed");
        }
        return line.append(' ')
                .append(ShellText.word(url(exchange, plain(target) || absolute ? target : "/")))
                .toString();
    }

    private static void fields(StringBuilder line, List<Header> fields, int body, boolean http2) {
        boolean first = !http2 && has(fields, "Host") && !fields.get(0).name().equalsIgnoreCase("Host");
        if (first || !http2 && !has(fields, "Host")) {
            line.append(" -H Host:");
        }
        for (Header field : fields) {
            // "Name;" is how curl is told to send a field without a value.
            String text = field.value().isEmpty() ? field.name() + ";" : field.name() + ": " + field.value();
            line.append(" -H ").append(ShellText.word(text));
        }
        for (String own : List.of("User-Agent", "Accept")) {
            without(line, fields, own);
        }
        if (body > 0) {
            without(line, fields, "Content-Type");
            without(line, fields, "Expect");
        }
    }

    private static void without(StringBuilder line, List<Header> fields, String own) {
        if (!has(fields, own)) {
            line.append(" -H ").append(own).append(':');
        }
    }

    private static String version(ExchangeRow row) {
        if (row.protocol().startsWith("h2")) {
            return "http".equals(row.scheme()) ? "--http2-prior-knowledge" : "--http2";
        }
        return "HTTP/1.0".equals(row.requestVersion()) ? "--http1.0" : "--http1.1";
    }
}
