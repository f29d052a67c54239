/**
 * What can be asked of a capture: rows for the log, details for one flow, and the filter that chooses rows. Plain
 * immutable data, built from flow events ({@link io.jvmtap.query.OpenExchange}) or read from a capture file by
 * {@code io.jvmtap.record}; knows neither.
 */
@NullMarked
package io.jvmtap.query;

import org.jspecify.annotations.NullMarked;
