/**
 * The capture: one SQLite file (schema in {@code CAPTURE.md}), written while traffic flows by
 * {@link io.jvmtap.record.CaptureWriter} and read, live too, by {@link io.jvmtap.record.CaptureReader}. The only package
 * that knows SQL.
 */
@NullMarked
package io.jvmtap.record;

import org.jspecify.annotations.NullMarked;
