package io.jvmtap.ca.trust;

import io.jvmtap.ca.CaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of roots that a program is configured with: JKS, JCEKS, PKCS12, or certificates in PEM. */
public final class KeyStoreFile implements TrustStore {
    /** The largest bundles in use have some 250 kB. */
    private static final long MAX_BYTES = 64L << 20;

    private final Commands commands;
    private final Path file;
    private final char[] password;
    private final String options;

    /**
     * @param password for the file's integrity; PEM needs none
     * @param options of the command line that name this store
     */
    public KeyStoreFile(Commands commands, Path file, char[] password, String options) {
        this.commands = commands;
        this.file = file;
        this.password = password.clone();
        this.options = options;
    }

    @Override
    public String id() {
        return "file";
    }

    @Override
    public String place() {
        return file.toString();
    }

    @Override
    public void precheck() {
        bundle();
    }

    @Override
    public boolean contains(Root root) {
        return bundle().contains(root);
    }

    @Override
    public TrustChange install(Root root) {
        Bundle bundle = bundle();
        String undo = TrustChange.command("untrust", options);
        if (bundle.contains(root)) {
            return TrustChange.already(file + " has it already", undo);
        }
        commands.write(file, bundle.with(root), bundle.addCommand(Commands.quoted(file.toString()), root));
        return TrustChange.done(file + " has it now, as " + root.alias(), undo);
    }

    @Override
    public TrustChange uninstall(Root root) {
        Bundle bundle = bundle();
        String undo = TrustChange.command("trust", options);
        if (!bundle.contains(root)) {
            return TrustChange.already(file + " does not have it", undo);
        }
        commands.write(file, bundle.without(root), bundle.removeCommand(Commands.quoted(file.toString()), root));
        return TrustChange.done(file + " has it no more", undo);
    }

    private Bundle bundle() {
        byte[] content;
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
                throw new CaException(file + " is too large for a file of roots", "name another file");
            }
            content = Files.readAllBytes(file);
        } catch (IOException failure) {
            String reason = Files.exists(file) ? "cannot be read" : "does not exist";
            throw new CaException(file + " " + reason, "name a file of roots that you can read", failure);
        }
        return PemBundle.isOne(content)
                ? new PemBundle(content)
                : new KeyStoreBundle(content, password, file.toString());
    }
}
