/**
 * The local certificate authority of one user: made once, kept in two files, and the leaves it mints on demand.
 * BouncyCastle builds the structures here and nowhere else; keys and signatures come from the JDK's own providers.
 */
@NullMarked
package io.jvmtap.ca;

import org.jspecify.annotations.NullMarked;
