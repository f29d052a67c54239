package io.jvmtap.relay;

import io.jvmtap.entry.Verdict;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.Fault.Code;
import io.jvmtap.flow.Fault.Scope;
import io.jvmtap.tls.Alerts;
import io.jvmtap.tls.ServerAnswer;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;

/** What a failure of the network or of TLS means, as a value. */
final class Faults {
    private Faults() {}

    /** Why a dial failed, as the program will be told. */
    static Verdict verdict(Throwable failure) {
        if (failure instanceof DialException ours) {
            return ours.verdict();
        }
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof ConnectTimeoutException || message.contains("timed out")) {
            return Verdict.TIMED_OUT;
        }
        if (message.contains("Network is unreachable")) {
            return Verdict.NETWORK_UNREACHABLE;
        }
        if (failure instanceof NoRouteToHostException || message.contains("No route to host")) {
            return Verdict.HOST_UNREACHABLE;
        }
        if (reset(failure)) {
            return Verdict.RESET;
        }
        return failure instanceof ConnectException ? Verdict.REFUSED : Verdict.FAILED;
    }

    static Fault connect(Throwable failure) {
        if (failure instanceof DialException ours) {
            return new Fault(ours.code(), Scope.CONNECTION, detail(failure));
        }
        Code code = switch (verdict(failure)) {
            case REFUSED -> Code.CONNECT_REFUSED;
            case HOST_UNREACHABLE, NETWORK_UNREACHABLE -> Code.CONNECT_UNREACHABLE;
            case TIMED_OUT -> Code.CONNECT_TIMED_OUT;
            case RESET -> Code.CONNECT_RESET;
            case CONNECTED, FAILED -> Code.CONNECT_FAILED;
        };
        return new Fault(code, Scope.CONNECTION, detail(failure));
    }

    /** Why the handshake with a server failed. */
    static Fault upstream(Throwable failure, ServerAnswer seen) {
        if (failure instanceof NotSslRecordException) {
            return new Fault(
                    Code.TLS_UPSTREAM_NOT_TLS,
                    Scope.CONNECTION,
                    "the server answered in the clear: " + seen.firstLine());
        }
        return handshake(Direction.OUT, failure);
    }

    /** Why a TLS handshake failed. */
    static Fault handshake(Direction side, Throwable failure) {
        boolean upstream = side == Direction.OUT;
        Optional<String> alert = Alerts.received(failure);
        if (alert.isPresent()) {
            return new Fault(upstream ? Code.TLS_UPSTREAM_ALERT : Code.TLS_CLIENT_ALERT, Scope.CONNECTION, alert.get());
        }
        if (failure instanceof ClosedChannelException || reset(failure)) {
            return new Fault(
                    upstream ? Code.TLS_UPSTREAM_CLOSED : Code.TLS_CLIENT_CLOSED,
                    Scope.CONNECTION,
                    (upstream ? "the server " : "the program ") + (reset(failure) ? "reset" : "closed")
                            + " the connection in the middle of the handshake");
        }
        return new Fault(
                upstream ? Code.TLS_UPSTREAM_FAILED : Code.TLS_CLIENT_FAILED, Scope.CONNECTION, detail(failure));
    }

    /** Why an open connection broke. */
    static Fault broken(Direction side, Throwable failure) {
        boolean upstream = side == Direction.OUT;
        Optional<String> alert = Alerts.received(failure);
        if (alert.isPresent()) {
            return new Fault(upstream ? Code.TLS_UPSTREAM_ALERT : Code.TLS_CLIENT_ALERT, Scope.CONNECTION, alert.get());
        }
        if (failure instanceof DecoderException) {
            return new Fault(
                    upstream ? Code.TLS_UPSTREAM_FAILED : Code.TLS_CLIENT_FAILED, Scope.CONNECTION, detail(failure));
        }
        return new Fault(upstream ? Code.RESET_BY_SERVER : Code.RESET_BY_PROGRAM, Scope.CONNECTION, detail(failure));
    }

    static boolean reset(Throwable failure) {
        return failure instanceof IOException
                && String.valueOf(failure.getMessage()).contains("reset");
    }

    private static String detail(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getMessage() == null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        // Netty adds the address to the message; the address stands in the record already.
        String plain =
                message == null ? root.getClass().getSimpleName() : message.replaceFirst(": [^ ]*/[^ ]*:\\d+$", "");
        return plain.lines().findFirst().orElse("");
    }
}
