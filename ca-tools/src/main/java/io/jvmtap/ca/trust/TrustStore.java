package io.jvmtap.ca.trust;

/**
 * A place where clients look for roots. Both changes may be repeated: what is as it should be already is left alone.
 * A change that fails is backed out. Failures are {@link io.jvmtap.ca.CaException}. One thread at a time.
 */
public interface TrustStore {
    /** A short name for the user: {@code system}, {@code java}, ... */
    String id();

    /** Where it is, for the user. */
    String place();

    /** Refuses, with the way out, where this store is absent or its tool is not installed. Changes nothing. */
    void precheck();

    boolean contains(Root root);

    TrustChange install(Root root);

    TrustChange uninstall(Root root);
}
