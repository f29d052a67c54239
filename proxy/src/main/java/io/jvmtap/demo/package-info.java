/**
 * What {@code jvmtap demo} shows: a shop that speaks HTTPS under a name and a CA that exist nowhere else, and a client
 * of it, which knows nothing of the tap.
 */
@NullMarked
package io.jvmtap.demo;

import org.jspecify.annotations.NullMarked;
