package io.jvmtap.dissect;

import io.jvmtap.flow.FlowEvent;

/** Is told where requests stand among the bytes of a connection, for whoever knows more about those bytes. */
@FunctionalInterface
public interface Requests {
    Requests NOBODY = (event, offset) -> {};

    /**
     * @param event an exchange started or ended; it has been emitted before
     * @param offset of its start: how many of the program's bytes came before one that belongs to the request, counted
     *     from where the watching began
     */
    void on(FlowEvent.OfExchange event, long offset);
}
