package io.jvmtap.ca.trust;

/** The content of a file of roots; immutable, a change gives the new content. */
interface Bundle {
    boolean contains(Root root);

    byte[] with(Root root);

    byte[] without(Root root);

    /**
     * The command one would type for the same.
     *
     * @param file shell-quoted
     */
    String addCommand(String file, Root root);

    String removeCommand(String file, Root root);
}
