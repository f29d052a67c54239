/**
 * From recorded facts to a sentence: why TLS failed on a connection, and what would fix it. Pure functions; no clock, no
 * network, no trust store of this machine.
 */
@NullMarked
package io.jvmtap.query.diagnosis;

import org.jspecify.annotations.NullMarked;
