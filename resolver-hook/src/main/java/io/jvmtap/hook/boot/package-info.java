/**
 * What hooked JDK methods call. Loaded by the boot loader, so it may use {@code java.base} only, and no lambdas or
 * string concatenation by {@code invokedynamic}: those would run the very classes that are hooked. All state that the
 * hooks and the isolated part of the agent share lives here. Nothing in here may throw into the program, print, or
 * block longer than a connect would.
 */
@NullMarked
package io.jvmtap.hook.boot;

import org.jspecify.annotations.NullMarked;
