package io.jvmtap.cli.attach;

/**
 * Why a JVM cannot be attached to.
 *
 * @param problem in the middle of a sentence that begins with its pid: "is stopped"
 * @param remedy what the user can do
 */
public record Hindrance(String problem, String remedy) {}
