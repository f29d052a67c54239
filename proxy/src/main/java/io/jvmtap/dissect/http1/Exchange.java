package io.jvmtap.dissect.http1;

import io.jvmtap.flow.Fault;
import org.jspecify.annotations.Nullable;

/** What is known of one request with its response while it is open. */
final class Exchange {
    final long id;
    /** Empty until the request's head is whole. */
    String method = "";
    /** Whether no more of the request will come. */
    boolean requestOver;
    /** Whether no more of the response will come. */
    boolean responseOver;

    private @Nullable Fault fault;

    Exchange(long id) {
        this.id = id;
    }

    /** The first thing that went wrong, null where nothing did. */
    @Nullable
    Fault fault() {
        return fault;
    }

    void spoiled(Fault by) {
        if (fault == null) {
            fault = by;
        }
    }
}
