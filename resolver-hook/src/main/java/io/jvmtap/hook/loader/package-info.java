/**
 * Class loaders of modular platforms (OSGi and the like), which hide even the boot class path from what they load. Each
 * is made to find the boot part, and nothing else that it would not have found. Calls {@code hook.boot.LoaderBridge}.
 */
@NullMarked
package io.jvmtap.hook.loader;

import org.jspecify.annotations.NullMarked;
