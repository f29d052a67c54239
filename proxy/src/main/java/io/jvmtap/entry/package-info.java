/**
 * How a connection comes in: what stands on the wire before the program's own bytes (resolver-hook/WIRE.md), and the
 * control connection of each JVM. Out of here come {@link io.jvmtap.entry.Arrival}s, and the flow events that agents
 * report. Everything runs on the event loop of the connection it concerns.
 */
@NullMarked
package io.jvmtap.entry;

import org.jspecify.annotations.NullMarked;
