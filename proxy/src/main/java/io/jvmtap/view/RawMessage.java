package io.jvmtap.view;

import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Header;
import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.ExchangeRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A message as bytes: its head in HTTP/1.1's form, names, values and order as they came, then the body as it came. */
public final class RawMessage {
    private RawMessage() {}

    public static void write(ExchangeDetail exchange, Direction direction, InputStream body, OutputStream out)
            throws IOException {
        boolean request = direction == Direction.OUT;
        ExchangeRow row = exchange.row();
        if (request ? row.method() != null : row.status() != null) {
            StringBuilder head = new StringBuilder();
            head.append(request ? StartLine.request(row) : StartLine.response(row))
                    .append("\r\n");
            fields(head, request ? exchange.heads().request() : exchange.heads().response());
            out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        }
        body.transferTo(out);
    }

    private static void fields(StringBuilder head, List<Header> fields) {
        for (Header field : fields) {
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
    }
}
