/**
 * The hook on name lookups.
 */
@NullMarked
package io.jvmtap.hook.resolver;

import org.jspecify.annotations.NullMarked;
