/**
 * How a protocol is read from a copy of a connection's bytes. One protocol lives in one package below this one, and is
 * known by one line where the parts are put together ({@code io.jvmtap.cli.Protocols}). A dissector gets bytes and emits flow events; it does
 * no I/O, has no way back to the traffic, and keeps only what it must.
 */
@NullMarked
package io.jvmtap.dissect;

import org.jspecify.annotations.NullMarked;
