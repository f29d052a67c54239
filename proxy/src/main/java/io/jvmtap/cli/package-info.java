/**
 * The command line, and the one place where the parts are put together. A command parses into a record and calls one
 * method; errors are one line on stderr ({@link io.jvmtap.cli.CommandFailure}).
 */
@NullMarked
package io.jvmtap.cli;

import org.jspecify.annotations.NullMarked;
