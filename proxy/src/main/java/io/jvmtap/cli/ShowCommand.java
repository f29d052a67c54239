package io.jvmtap.cli;

import io.jvmtap.flow.Direction;
import io.jvmtap.query.BodyCoding;
import io.jvmtap.query.BypassRow;
import io.jvmtap.query.ConnectionDetail;
import io.jvmtap.query.ExchangeDetail;
import io.jvmtap.query.Heads;
import io.jvmtap.query.LogRow;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.view.FlowText;
import io.jvmtap.view.NoteText;
import io.jvmtap.view.RawMessage;
import io.jvmtap.view.Terminal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jvmtap show}: all about one flow, or its bytes. */
@Command(
        name = "show",
        description = {
            "Shows all about one flow: 3 is an exchange, c3 a connection, b3 a bypassed connection.",
            "With --body or --raw its bytes go to stdout, exactly as they were recorded."
        })
final class ShowCommand implements Callable<Integer> {
    /** Exchanges of a connection that are listed. */
    private static final int MOST_EXCHANGES = 1_000;
    /** Messages of an exchange that are listed among the rest. */
    private static final int MOST_MESSAGES = 200;

    @Mixin
    private CaptureOption capture;

    @Parameters(paramLabel = "ID", description = "As the log shows it.")
    private String id;

    @Option(names = "--request", description = "Only what the program sent.")
    private boolean request;

    @Option(names = "--response", description = "Only what the server sent.")
    private boolean response;

    @Option(names = "--body", description = "The body's bytes, codings kept; the response's unless --request.")
    private boolean body;

    @Option(names = "--decoded", description = "With --body: gzip, deflate, br and zstd undone.")
    private boolean decoded;

    @Option(names = "--raw", description = "Head and body as bytes; of a connection, its opaque stream.")
    private boolean raw;

    private final Terminal terminal = Terminal.of(1, System.getenv());

    @Option(names = "--messages", description = "The messages of WebSocket, server-sent events or gRPC, all of them.")
    private boolean messages;

    @Option(names = "--json", description = "The messages, one JSON object a line.")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if (request && response) {
            throw usage("--request and --response exclude each other; both are shown without either");
        }
        if (!id.matches("[bc]?[1-9]\\d{0,17}")) {
            throw usage("an ID is a number, or c or b and a number, not '" + id + "'");
        }
        boolean exchange = Character.isDigit(id.charAt(0));
        long number = Long.parseLong(exchange ? id : id.substring(1));
        return capture.read(Home.ofUser(), reader -> {
            if (exchange) {
                exchange(reader, number);
            } else if (id.startsWith("c")) {
                connection(reader, number);
            } else {
                bypass(reader, number);
            }
            return CommandLine.ExitCode.OK;
        });
    }

    private void exchange(CaptureReader reader, long number) throws IOException {
        ExchangeDetail exchange = reader.exchange(number);
        if (exchange == null) {
            throw missing(reader);
        }
        Direction side = request ? Direction.OUT : Direction.IN;
        FlowText text = new FlowText(ZoneId.systemDefault(), terminal);
        FlowText.Bytes bodies = direction -> reader.body(number, direction);
        if (messages || json) {
            PrintWriter out = spec.commandLine().getOut();
            ShownMessages shown = new ShownMessages(reader, exchange);
            if (json) {
                shown.json(out::println);
            } else {
                shown.text(Long.MAX_VALUE, out::println);
            }
            out.flush();
        } else if (raw) {
            bytes(out -> RawMessage.write(exchange, side, reader.body(number, side), out));
        } else if (body || decoded) {
            bytes(out ->
                    decoded(exchange.heads(), side, reader.body(number, side)).transferTo(out));
        } else if (request) {
            print(text.request(exchange, bodies));
        } else if (response) {
            print(text.response(exchange, bodies));
        } else {
            StringBuilder list = new StringBuilder();
            new ShownMessages(reader, exchange)
                    .text(MOST_MESSAGES, line -> list.append(line).append('\n'));
            print(note(reader, exchange.row()) + text.exchange(exchange, bodies, list.toString()));
        }
    }

    private void connection(CaptureReader reader, long number) throws IOException {
        ConnectionDetail connection = reader.connection(number);
        if (connection == null) {
            throw missing(reader);
        }
        if (raw || body) {
            bytes(out -> reader.stream(number, request ? Direction.OUT : Direction.IN)
                    .transferTo(out));
            return;
        }
        print(note(reader, connection.row())
                + new FlowText(ZoneId.systemDefault(), terminal)
                        .connection(
                                connection,
                                reader.exchangesOf(number, 0, MOST_EXCHANGES),
                                direction -> reader.stream(number, direction)));
    }

    private String note(CaptureReader reader, LogRow row) throws IOException {
        String note = NoteText.of(reader.note(row), terminal);
        return note.isEmpty() ? "" : note + "\n";
    }

    private void bypass(CaptureReader reader, long number) throws IOException {
        List<BypassRow> rows = reader.bypassesAfter(number - 1, 1);
        if (rows.isEmpty() || rows.get(0).number() != number) {
            throw missing(reader);
        }
        print(new FlowText(ZoneId.systemDefault(), terminal).bypass(rows.get(0)));
    }

    private InputStream decoded(Heads heads, Direction side, InputStream bytes) throws IOException {
        String coding = Heads.first(side == Direction.OUT ? heads.request() : heads.response(), "Content-Encoding");
        return decoded ? BodyCoding.decode(bytes, BodyCoding.of(coding)) : bytes;
    }

    private interface Bytes {
        void write(OutputStream out) throws IOException;
    }

    /** Bytes go past the command line's writer, which would take them for characters. */
    private static void bytes(Bytes bytes) throws IOException {
        OutputStream out = new BufferedOutputStream(System.out);
        bytes.write(out);
        out.flush();
    }

    private void print(String text) {
        boolean pages = !terminal.equals(Terminal.NONE);
        try (Pager pager =
                Pager.start(pages, System.getenv(), spec.commandLine().getOut())) {
            pager.out().print(text);
        }
    }

    private CommandFailure missing(CaptureReader reader) throws IOException {
        boolean removed = reader.removed().exchanges() + reader.removed().connections() > 0;
        return new CommandFailure(
                "there is no flow " + id + " in " + reader.file().getFileName()
                        + (removed ? ", of which the oldest were removed" : ""),
                "list them with: jvmtap log");
    }

    private CommandLine.ParameterException usage(String problem) {
        return new CommandLine.ParameterException(spec.commandLine(), problem);
    }
}
