package io.jvmtap.query;

import io.jvmtap.flow.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * What the program's trust manager said of the real chain.
 *
 * @param judge class of the trust manager
 * @param failure exception class and message, null where it accepted
 */
public record Verdict(Stamp at, String judge, @Nullable String failure) {}
