/**
 * How a program is started with the agent in it: what becomes of its command line and its environment, where the agent
 * and the stand-ins for {@code java} are kept, and how the shell script and this process speak with each other.
 */
@NullMarked
package io.jvmtap.cli.launch;

import org.jspecify.annotations.NullMarked;
