package io.jvmtap.query;

import io.jvmtap.flow.ClientCertificate;
import io.jvmtap.flow.Direction;
import io.jvmtap.flow.Fault;
import io.jvmtap.flow.Stamp;
import io.jvmtap.flow.TlsAnswer;
import io.jvmtap.flow.TlsSession;
import org.jspecify.annotations.Nullable;

/**
 * One side's TLS handshake.
 *
 * @param side OUT: ours with the server; IN: the program's with us
 * @param session what was agreed, null where it failed
 * @param answer what the server said in the clear, null where it said nothing or that was not recorded
 */
public record HandshakeDetail(
        Direction side,
        Stamp started,
        long tookNanos,
        @Nullable TlsSession session,
        @Nullable Fault fault,
        @Nullable TlsAnswer answer,
        ClientCertificate clientCertificate) {}
