/**
 * The vocabulary of what was seen: immutable flow events, which every layer emits and every sink (recorder, printer,
 * live feed) consumes. Uses the JDK only and nothing else of ours.
 *
 * <p>The grammar of the events of one connection, in order of emission (one thread per connection):
 *
 * <pre>
 * connection = ConnectionOpened (UpstreamConnected | UpstreamFailed)? (TlsOffered | Handshake | exchange | Segment)* ConnectionClosed
 * exchange   = ExchangeStarted (request | response)* ExchangeEnded, where the two mix freely and each, by itself, is
 * request    = RequestHead (BodyChunk | MessageSeen)* Trailers? BodyEnded?
 * response   = InterimHead* ResponseHead (BodyChunk | MessageSeen)* Trailers? BodyEnded?
 * </pre>
 *
 * A MessageSeen names a range of the bytes that came before it in its direction; ranges of one direction do not overlap
 * and are in order.
 *
 * A handshake stands before the traffic that it protects; before it there may be traffic in the clear (TLS that starts
 * late). What the program offered stands before the handshakes that it led to.
 *
 * Exchanges of one connection may overlap. Each start has exactly one end. Nothing follows ConnectionClosed save a
 * {@link io.jvmtap.flow.FlowEvent.TrustJudged} of that connection and a
 * {@link io.jvmtap.flow.FlowEvent.ExchangeCaller} of one of its exchanges, which come from the program on another path: the
 * latter at any time after ExchangeStarted.
 * The events of a program stand outside connections:
 *
 * <pre>
 * program    = ProgramStarted (LookedUp | Bypassed | Coverage)* ProgramEnded
 * </pre>
 */
@NullMarked
package io.jvmtap.flow;

import org.jspecify.annotations.NullMarked;
