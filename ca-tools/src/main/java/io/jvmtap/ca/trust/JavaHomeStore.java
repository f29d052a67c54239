package io.jvmtap.ca.trust;

import io.jvmtap.ca.CaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The roots of a JDK or JRE: the file that its default trust manager reads. On Debian that is a link to
 * {@code /etc/ssl/certs/java/cacerts}; the file itself is changed then, the link stays, and the change counts for every Java
 * that points there.
 */
public final class JavaHomeStore implements TrustStore {
    /** Where JDK 9 and later, JDK 8 and JRE 8 have their files. */
    private static final List<String> DIRECTORIES = List.of("lib/security", "jre/lib/security");

    /** JSSE Reference Guide, "Customizing the Default Key Stores and Trust Stores": the first that exists counts. */
    private static final List<String> NAMES = List.of("jssecacerts", "cacerts");

    private final Commands commands;
    private final Path javaHome;
    private final char[] password;

    /** @param password {@code changeit}, unless the user changed it */
    public JavaHomeStore(Commands commands, Path javaHome, char[] password) {
        this.commands = commands;
        this.javaHome = javaHome;
        this.password = password.clone();
    }

    @Override
    public String id() {
        return "java";
    }

    @Override
    public String place() {
        return file().toString();
    }

    @Override
    public void precheck() {
        store().precheck();
    }

    @Override
    public boolean contains(Root root) {
        return store().contains(root);
    }

    @Override
    public TrustChange install(Root root) {
        return shared(store().install(root));
    }

    @Override
    public TrustChange uninstall(Root root) {
        return shared(store().uninstall(root));
    }

    private TrustChange shared(TrustChange change) {
        Path link = link();
        if (!change.changed() || link.equals(file())) {
            return change;
        }
        return TrustChange.done(
                change.said() + " (" + link + " leads there; this holds for every Java that uses it)", change.undo());
    }

    private KeyStoreFile store() {
        String options = "--store java --java-home " + Commands.quoted(javaHome.toString());
        return new KeyStoreFile(commands, file(), password, options);
    }

    private Path file() {
        Path link = link();
        try {
            // Only the file's own link counts: that the JDK's directory may be one itself is no news.
            return Files.isSymbolicLink(link) ? link.toRealPath() : link;
        } catch (IOException dangling) {
            throw new CaException(
                    link + " leads nowhere",
                    "install the package ca-certificates-java, or name another --java-home",
                    dangling);
        }
    }

    private Path link() {
        for (String directory : DIRECTORIES) {
            for (String name : NAMES) {
                Path file = javaHome.resolve(directory).resolve(name);
                if (Files.isSymbolicLink(file) || Files.isRegularFile(file)) {
                    return file;
                }
            }
        }
        throw new CaException("there is no cacerts below " + javaHome, "name a JDK or JRE with --java-home DIR");
    }
}
