/**
 * Puts the CA's certificate into the places where clients look for roots, and takes it out again: one class a store,
 * all of them a {@link io.jvmtap.ca.trust.TrustStore}. Whatever they change goes through
 * {@link io.jvmtap.ca.trust.Commands}, so that a dry run shows it and changes nothing.
 */
@NullMarked
package io.jvmtap.ca.trust;

import org.jspecify.annotations.NullMarked;
