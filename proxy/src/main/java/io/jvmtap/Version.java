package io.jvmtap;

/** The tool's version. */
public final class Version {
    public static final String NAME = "0.1.0";

    private Version() {}
}
