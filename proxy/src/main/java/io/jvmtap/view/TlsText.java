package io.jvmtap.view;

import io.jvmtap.flow.ClientCertificate;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.TlsAnswer;
import io.jvmtap.flow.TlsOffer;
import io.jvmtap.flow.TlsSession;
import io.jvmtap.query.ConnectionDetail;
import io.jvmtap.query.HandshakeDetail;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Both handshakes of a connection side by side: what the program offered, what was chosen on either side. */
final class TlsText {
    private static final int LABEL = 12;
    private static final int OFFERED = 46;
    private static final int CHOSEN = 40;
    private static final String NONE = "none";

    private final StringBuilder out;

    TlsText(StringBuilder out) {
        this.out = out;
    }

    /** Nothing of a connection whose offer was not recorded. */
    void write(ConnectionDetail connection) {
        TlsOffer offer = connection.offer();
        if (offer == null) {
            return;
        }
        HandshakeDetail server = side(connection, Direction.OUT);
        HandshakeDetail program = side(connection, Direction.IN);
        TlsAnswer answer = server == null ? null : server.answer();
        TlsSession agreed = server == null ? null : server.session();
        TlsSession given = program == null ? null : program.session();
        row("", "offered by the program", "chosen by the server", "given to the program");
        row(
                "version",
                list(offer.versions()),
                agreed != null ? agreed.protocol() : answer == null ? "" : answer.protocol(),
                given == null ? "" : given.protocol());
        row(
                "suite",
                list(offer.cipherSuites()),
                agreed != null ? agreed.cipherSuite() : answer == null ? "" : answer.cipherSuite(),
                given == null ? "" : given.cipherSuite());
        row("group", list(offer.groups()), answer == null ? "" : text(answer.group()), "");
        row("signature", list(offer.signatureSchemes()), answer == null ? "" : text(answer.signatureScheme()), "");
        row(
                "ALPN",
                list(offer.alpn()),
                agreed == null ? "" : name(agreed.alpn()),
                given == null ? "" : name(given.alpn()));
        row("SNI", name(offer.serverName()), "", "");
        row("JA3", offer.ja3(), "", "");
        row("JA4", offer.ja4(), "", "");
        row("client cert", "", asked(connection), "");
    }

    private static String asked(ConnectionDetail connection) {
        ClientCertificate most = ClientCertificate.NOT_ASKED;
        for (HandshakeDetail handshake : connection.handshakes()) {
            most = handshake.clientCertificate().compareTo(most) > 0 ? handshake.clientCertificate() : most;
        }
        return switch (most) {
            case NOT_ASKED -> "not asked for";
            case NOT_GIVEN -> "asked for, none given";
            case GIVEN -> "asked for, and given";
        };
    }

    /** The column of the offer is wrapped; what was chosen stands beside its first line. */
    private void row(String label, String offered, String chosen, String given) {
        List<String> lines = wrap(Plain.safe(offered));
        for (int i = 0; i < lines.size(); i++) {
            boolean first = i == 0;
            StringBuilder line = new StringBuilder("  ");
            line.append(padded(first ? label : "", LABEL));
            line.append(padded(lines.get(i), OFFERED));
            line.append(padded(first ? Plain.safe(chosen) : "", CHOSEN));
            line.append(first ? Plain.safe(given) : "");
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static List<String> wrap(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && line.length() + word.length() + 2 > OFFERED) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? NONE : String.join(", ", names);
    }

    private static String name(@Nullable String name) {
        return name == null ? NONE : name;
    }

    private static String text(@Nullable String name) {
        return name == null ? "(not said in the clear)" : name;
    }

    private static @Nullable HandshakeDetail side(ConnectionDetail connection, Direction side) {
        return connection.handshakes().stream()
                .filter(handshake -> handshake.side() == side)
                .reduce((first, second) -> second)
                .orElse(null);
    }
}
