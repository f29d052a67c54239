/** As much of Ktor as the agent looks for, under a name that a relocated copy could have. */
@NullUnmarked // as programs are
package io.jvmtap.sample.io.ktor.network.tls;

import org.jspecify.annotations.NullUnmarked;
