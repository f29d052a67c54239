package io.jvmtap.ca.trust;

import io.jvmtap.ca.CaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The roots of a Linux system: a file among the administrator's anchors, then the distribution's tool, which rebuilds
 * the bundles (on Debian that of Java too).
 */
public final class LinuxSystemStore implements TrustStore {
    private static final String OPTIONS = "--store system";

    private final Commands commands;
    private final Path slash;

    public LinuxSystemStore(Commands commands) {
        this(commands, Path.of("/"));
    }

    /** @param slash the root directory */
    LinuxSystemStore(Commands commands, Path slash) {
        this.commands = commands;
        this.slash = slash;
    }

    @Override
    public String id() {
        return "system";
    }

    @Override
    public String place() {
        return anchors().toString();
    }

    @Override
    public void precheck() {
        anchors();
    }

    @Override
    public boolean contains(Root root) {
        Path file = file(root);
        try {
            return Files.exists(file) && Arrays.equals(Files.readAllBytes(file), root.pem());
        } catch (IOException failure) {
            throw new CaException(
                    "cannot read " + file + " (" + failure.getMessage() + ")", "make it readable for you", failure);
        }
    }

    @Override
    public TrustChange install(Root root) {
        Path file = file(root);
        String undo = TrustChange.command("untrust", OPTIONS);
        if (contains(root)) {
            return TrustChange.already("the system trusts it already, by " + file, undo);
        }
        commands.write(
                file,
                root.pem(),
                Commands.line(List.of("install", "-m", "644", root.file().toString(), file.toString())));
        try {
            commands.change(distribution().update);
        } catch (CaException failure) {
            commands.delete(file);
            throw failure;
        }
        return TrustChange.done("the system trusts it now, by " + file, undo);
    }

    @Override
    public TrustChange uninstall(Root root) {
        Path file = file(root);
        String undo = TrustChange.command("trust", OPTIONS);
        if (!contains(root)) {
            return TrustChange.already("the system does not trust it", undo);
        }
        commands.delete(file);
        try {
            commands.change(distribution().update);
        } catch (CaException failure) {
            commands.write(
                    file,
                    root.pem(),
                    Commands.line(List.of("install", "-m", "644", root.file().toString(), file.toString())));
            throw failure;
        }
        return TrustChange.done("the system trusts it no more", undo);
    }

    private Path file(Root root) {
        return anchors().resolve(root.alias() + distribution().suffix);
    }

    private Path anchors() {
        return slash.resolve(distribution().anchors);
    }

    private Distribution distribution() {
        for (Distribution distribution : Distribution.values()) {
            if (Files.isDirectory(slash.resolve(distribution.anchors)) && commands.has(distribution.update.get(0))) {
                return distribution;
            }
        }
        throw new CaException(
                "found no system store of roots that jvmtap knows (Debian, Fedora, Arch, SUSE)",
                "install the package ca-certificates, or name a file: --store file --keystore FILE");
    }

    /** Anchors as mkcert and the distributions' own manuals name them. */
    private enum Distribution {
        FEDORA("etc/pki/ca-trust/source/anchors", ".pem", List.of("update-ca-trust", "extract")),
        /** Alpine too. */
        DEBIAN("usr/local/share/ca-certificates", ".crt", List.of("update-ca-certificates")),
        ARCH("etc/ca-certificates/trust-source/anchors", ".crt", List.of("trust", "extract-compat")),
        SUSE("etc/pki/trust/anchors", ".pem", List.of("update-ca-certificates"));

        private final String anchors;
        private final String suffix;
        private final List<String> update;

        Distribution(String anchors, String suffix, List<String> update) {
            this.anchors = anchors;
            this.suffix = suffix;
            this.update = update;
        }
    }
}
