package io.jvmtap.cli;

import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.MessageContents;
import io.jvmtap.query.MessageRow;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.view.MessageJson;
import io.jvmtap.view.MessagesText;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;

/** The messages within one exchange for {@code jvmtap show}, some at a time: there may be millions. */
final class ShownMessages {
    private static final int PAGE = 500;

    private final CaptureReader reader;
    private final ExchangeDetail exchange;

    ShownMessages(CaptureReader reader, ExchangeDetail exchange) {
        this.reader = reader;
        this.exchange = exchange;
    }

    private interface Form {
        String of(MessageRow message, MessageContents.Content content);
    }

    void json(Consumer<String> lines) throws IOException {
        each(MessageJson.MOST, Long.MAX_VALUE, MessageJson::of, lines);
    }

    /** @param most of the messages */
    void text(long most, Consumer<String> lines) throws IOException {
        MessagesText text = new MessagesText(ZoneId.systemDefault(), exchange.heads());
        each(MessagesText.LOOKED_AT, most, text::line, lines);
        long more = exchange.row().messages() - most;
        if (more > 0) {
            lines.accept("  (" + more + " more; --messages gives all)");
        }
    }

    private void each(int bytes, long most, Form form, Consumer<String> lines) throws IOException {
        long number = exchange.row().number();
        try (MessageContents contents =
                new MessageContents(direction -> reader.body(number, direction), exchange.heads(), bytes)) {
            long left = most;
            List<MessageRow> page = reader.messages(number, 0, PAGE);
            while (!page.isEmpty() && left > 0) {
                for (MessageRow message : page) {
                    if (left-- > 0) {
                        lines.accept(form.of(message, contents.of(message)));
                    }
                }
                page = reader.messages(number, page.get(page.size() - 1).number(), PAGE);
            }
        }
    }
}
