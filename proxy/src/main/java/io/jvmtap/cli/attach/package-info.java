/**
 * JVMs that run already: which there are, which of them can be tapped and why others cannot, how the agent gets in. What
 * is known about them comes from {@code /proc} and from the JVM's own performance data; nothing is asked of them, since a
 * JVM that does not expect it may print or even end.
 */
@NullMarked
package io.jvmtap.cli.attach;

import org.jspecify.annotations.NullMarked;
