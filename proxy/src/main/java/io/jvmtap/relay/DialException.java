package io.jvmtap.relay;

import io.jvmtap.entry.Verdict;
import io.jvmtap.flow.Fault.Code;
import java.io.IOException;

/** A failure to connect that is no failure of a socket of ours. */
final class DialException extends IOException {
    private static final long serialVersionUID = 1;

    private final Verdict verdict;
    private final Code code;

    /** @param why one line, for people */
    DialException(Verdict verdict, Code code, String why) {
        super(why);
        this.verdict = verdict;
        this.code = code;
    }

    Verdict verdict() {
        return verdict;
    }

    Code code() {
        return code;
    }
}
