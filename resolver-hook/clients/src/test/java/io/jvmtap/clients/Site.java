package io.jvmtap.clients;

import java.nio.file.Path;

/**
 * What a server is started with.
 *
 * @param directory an empty one of its own, which servers that run as another user may enter
 * @param programs compiles those servers that are programs of ours
 */
record Site(Identity identity, Path directory, Programs programs) {}
