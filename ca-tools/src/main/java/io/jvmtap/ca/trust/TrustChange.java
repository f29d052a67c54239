package io.jvmtap.ca.trust;

/**
 * What a store did.
 *
 * @param changed false if it was so already
 * @param said one line for the user
 * @param undo the command that undoes it
 */
public record TrustChange(boolean changed, String said, String undo) {
    static TrustChange done(String said, String undo) {
        return new TrustChange(true, said, undo);
    }

    static TrustChange already(String said, String undo) {
        return new TrustChange(false, said, undo);
    }

    /** The command line that trusts or untrusts through a store. */
    static String command(String verb, String options) {
        return "jvmtap ca " + verb + " " + options;
    }
}
