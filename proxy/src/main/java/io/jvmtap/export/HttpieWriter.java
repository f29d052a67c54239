package io.jvmtap.export;

import io.jvmtap.flow.Header;
import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.ExchangeRow;
import java.util.List;
import java.util.Locale;

/**
 * Requests as command lines of HTTPie 3: same method, URL, header fields and body. The order and case of the fields, and
 * the version, are HTTPie's: it speaks HTTP/1.1 alone and has no option for either. It also writes
 * brackets of a query as %5B and %5D, and what the library below it sends where there was no
 * Accept-Encoding, User-Agent or body.
 */
public final class HttpieWriter extends CommandLines {
    /** What HTTPie sends by itself, unless it is told not to. */
    private static final List<String> OWN = List.of("User-Agent", "Accept", "Accept-Encoding", "Connection");

    @Override
    String line(ExchangeDetail exchange, Payload payload) {
        ExchangeRow row = exchange.row();
        String target = row.target() == null ? "/" : row.target();
        byte[] body = payload.bytes();
        List<Header> fields = fields(exchange, payload);
        StringBuilder line = new StringBuilder();
        if (body.length > 0) {
            line.append(ShellText.source(body)).append(" | http");
        } else {
            line.append("http --ignore-stdin");
        }
        line.append(" --path-as-is");
        line.append(' ').append(ShellText.word(row.method() == null ? "GET" : row.method()));
        line.append(' ').append(ShellText.word(url(exchange, target)));
        for (Header field : fields) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (!name.equals("content-length") && !name.equals("transfer-encoding")) {
                line.append(' ').append(ShellText.word(item(field)));
            }
        }
        for (String own : OWN) {
            if (!has(fields, own)) {
                line.append(' ').append(own).append(':');
            }
        }
        if (body.length > 0 && !has(fields, "Content-Type")) {
            line.append(" Content-Type:");
        }
        return line.toString();
    }

    /** The blank is not sent; without it a value that begins with @ or = would mean something else to HTTPie. */
    private static String item(Header field) {
        return field.value().isEmpty() ? field.name() + ";" : field.name() + ": " + field.value();
    }
}
