package io.jvmtap.clients;

/**
 * A server that was started.
 *
 * @param closing ends it
 */
record Running(int port, AutoCloseable closing) implements AutoCloseable {
    @Override
    public void close() throws Exception {
        closing.close();
    }
}
