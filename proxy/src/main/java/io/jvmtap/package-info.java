/** What every part of the tool may know of the tool as a whole. */
@NullMarked
package io.jvmtap;

import org.jspecify.annotations.NullMarked;
