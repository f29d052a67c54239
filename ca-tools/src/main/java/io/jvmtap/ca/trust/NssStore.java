package io.jvmtap.ca.trust;

import io.jvmtap.ca.CaException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The NSS databases of a user: Firefox has one for each profile, Chrome on Linux one for all. They must not be open
 * for writing elsewhere, so a running Firefox sees the change after its next start.
 */
public final class NssStore implements TrustStore {
    private static final String OPTIONS = "--store nss";

    /** Databases, and directories of profiles with a database each. */
    private static final List<String> DATABASES = List.of(".pki/nssdb", "snap/chromium/current/.pki/nssdb");

    private static final List<String> PROFILES = List.of(
            ".mozilla/firefox",
            "snap/firefox/common/.mozilla/firefox",
            ".var/app/org.mozilla.firefox/.mozilla/firefox",
            "Library/Application Support/Firefox/Profiles");

    private final Commands commands;
    private final Path home;

    /** @param home the user's */
    public NssStore(Commands commands, Path home) {
        this.commands = commands;
        this.home = home;
    }

    @Override
    public String id() {
        return "nss";
    }

    @Override
    public String place() {
        return String.join(", ", databases());
    }

    @Override
    public void precheck() {
        if (databases().isEmpty()) {
            throw new CaException(
                    "found no NSS database of Firefox or Chrome below " + home,
                    "start the browser once, then try again");
        }
        if (!commands.has("certutil")) {
            throw new CaException(
                    "the command certutil of NSS is not installed",
                    "install libnss3-tools (Debian), nss-tools (Fedora) or nss (Arch, Homebrew)");
        }
    }

    /** Whether all of them do. */
    @Override
    public boolean contains(Root root) {
        precheck();
        return databases().stream().allMatch(database -> contains(database, root));
    }

    @Override
    public TrustChange install(Root root) {
        precheck();
        String undo = TrustChange.command("untrust", OPTIONS);
        List<String> done = new ArrayList<>();
        for (String database : databases()) {
            if (contains(database, root)) {
                continue;
            }
            try {
                commands.change(add(database, root));
            } catch (CaException failure) {
                done.forEach(earlier -> commands.change(remove(earlier, root)));
                throw failure;
            }
            done.add(database);
        }
        return done.isEmpty()
                ? TrustChange.already("all NSS databases trust it already", undo)
                : TrustChange.done("trusted now in " + String.join(", ", done), undo);
    }

    @Override
    public TrustChange uninstall(Root root) {
        precheck();
        String undo = TrustChange.command("trust", OPTIONS);
        List<String> done = new ArrayList<>();
        for (String database : databases()) {
            if (!contains(database, root)) {
                continue;
            }
            try {
                commands.change(remove(database, root));
            } catch (CaException failure) {
                done.forEach(earlier -> commands.change(add(earlier, root)));
                throw failure;
            }
            done.add(database);
        }
        return done.isEmpty()
                ? TrustChange.already("no NSS database trusts it", undo)
                : TrustChange.done("trusted no more in " + String.join(", ", done), undo);
    }

    private boolean contains(String database, Root root) {
        return commands.query(List.of("certutil", "-L", "-d", database, "-n", root.alias()))
                .succeeded();
    }

    private static List<String> add(String database, Root root) {
        // C: a CA that may vouch for TLS servers, and for nothing else.
        return List.of(
                "certutil",
                "-A",
                "-d",
                database,
                "-t",
                "C,,",
                "-n",
                root.alias(),
                "-i",
                root.file().toString());
    }

    private static List<String> remove(String database, Root root) {
        return List.of("certutil", "-D", "-d", database, "-n", root.alias());
    }

    private List<String> databases() {
        List<Path> candidates = new ArrayList<>();
        DATABASES.forEach(name -> candidates.add(home.resolve(name)));
        for (String name : PROFILES) {
            try (DirectoryStream<Path> profiles = Files.newDirectoryStream(home.resolve(name))) {
                profiles.forEach(candidates::add);
            } catch (IOException | DirectoryIteratorException noSuchBrowser) {
                continue;
            }
        }
        // cert9.db is the SQLite form, the only one since NSS 3.35 of 2018.
        return candidates.stream()
                .filter(database -> Files.exists(database.resolve("cert9.db")))
                .sorted()
                .map(database -> "sql:" + database)
                .toList();
    }
}
