/**
 * Bodies of one format each as text for people: bytes or text in, text out. What does not fit the format is an
 * {@link java.lang.IllegalArgumentException}; whoever asked then shows it in a simpler way. Nothing here looks at names or
 * types: the format was chosen before.
 */
@NullMarked
package io.jvmtap.view.body;

import org.jspecify.annotations.NullMarked;
