package io.jvmtap.ca.trust;

import io.jvmtap.ca.CaException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The login key chain of a macOS user; the system asks the user for a password or fingerprint. */
public final class MacKeychain implements TrustStore {
    private static final String OPTIONS = "--store system";

    private final Commands commands;
    private final String keychain;

    /** @param home the user's */
    public MacKeychain(Commands commands, Path home) {
        this.commands = commands;
        this.keychain = home.resolve("Library/Keychains/login.keychain-db").toString();
    }

    @Override
    public String id() {
        return "system";
    }

    @Override
    public String place() {
        return keychain;
    }

    @Override
    public void precheck() {
        if (!commands.has("security")) {
            throw new CaException("the command security is not on the PATH", "add /usr/bin to the PATH");
        }
    }

    @Override
    public boolean contains(Root root) {
        // Prints "SHA-256 hash: ..." for each certificate.
        Commands.Output found = commands.query(List.of("security", "find-certificate", "-a", "-Z", keychain));
        return found.succeeded() && found.text().contains(root.sha256().toUpperCase(Locale.ROOT));
    }

    @Override
    public TrustChange install(Root root) {
        precheck();
        String undo = TrustChange.command("untrust", OPTIONS);
        if (contains(root)) {
            return TrustChange.already("the login key chain trusts it already", undo);
        }
        commands.change(List.of(
                "security",
                "add-trusted-cert",
                "-r",
                "trustRoot",
                "-k",
                keychain,
                root.file().toString()));
        return TrustChange.done("the login key chain trusts it now", undo);
    }

    @Override
    public TrustChange uninstall(Root root) {
        precheck();
        String undo = TrustChange.command("trust", OPTIONS);
        if (!contains(root)) {
            return TrustChange.already("the login key chain does not have it", undo);
        }
        commands.change(List.of("security", "remove-trusted-cert", root.file().toString()));
        commands.change(
                List.of("security", "delete-certificate", "-Z", root.sha1().toUpperCase(Locale.ROOT), keychain));
        return TrustChange.done("the login key chain trusts it no more", undo);
    }
}
