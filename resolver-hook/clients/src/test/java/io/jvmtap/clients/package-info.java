/**
 * The client matrix: small programs, one for each client library, each in JVMs of its own with nothing but its own class
 * path, untapped and tapped, against the same loopback servers. Rows are in {@code clients.txt}, cells that are known to
 * fail in {@code known-gaps.txt}; the README's table follows from both.
 */
@NullMarked
package io.jvmtap.clients;

import org.jspecify.annotations.NullMarked;
