package io.jvmtap.flow;

/**
 * Numbers flows within one capture, from 1 up. Exchanges have numbers of their own ({@code show 3}), connections too
 * ({@code show c3}). Safe for use by many threads.
 */
public interface FlowIds {
    long nextConnection();

    long nextExchange();
}
