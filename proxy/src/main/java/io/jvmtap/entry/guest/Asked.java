package io.jvmtap.entry.guest;

import io.jvmtap.entry.Answer;
import io.jvmtap.entry.Judge;

/**
 * What a client asks for.
 *
 * @param host a name, or a literal address without brackets
 * @param port 1-65535
 */
public record Asked(String host, int port, Answer answer, Judge judge) {}
