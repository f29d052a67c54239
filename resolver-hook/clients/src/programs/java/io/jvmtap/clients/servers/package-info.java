/**
 * Servers of Maven Central, each a program with nothing but its own class path: it is given its port, a PKCS#12 store
 * with the password, and serves on loopback until it is ended.
 */
package io.jvmtap.clients.servers;
