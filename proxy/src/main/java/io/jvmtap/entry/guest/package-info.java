/**
 * How clients without the agent come in, on the same port: HTTP CONNECT, plain HTTP by proxy, SOCKS, bare TLS; and how a
 * port leads to one fixed host. The first bytes say which it is; who is not of our own user is turned away. Out of here
 * come {@link io.jvmtap.entry.Arrival}s that the proxy itself has to vouch for.
 *
 * <p>Everything of one client runs on its event loop; what blocks, such as lookups, does not.
 */
@NullMarked
package io.jvmtap.entry.guest;

import org.jspecify.annotations.NullMarked;
