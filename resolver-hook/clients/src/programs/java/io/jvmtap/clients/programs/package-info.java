/**
 * Small programs, each around one client library: they go where they are sent and print what they saw. Each is compiled
 * and run with its own library alone, for the oldest JDK that the library runs on.
 */
package io.jvmtap.clients.programs;
