package io.jvmtap.cli;

import io.jvmtap.ca.CaException;
import io.jvmtap.ca.CertificateAuthority;
import io.jvmtap.ca.Pem;
import io.jvmtap.ca.trust.Commands;
import io.jvmtap.ca.trust.DryRun;
import io.jvmtap.ca.trust.JavaHomeStore;
import io.jvmtap.ca.trust.KeyStoreFile;
import io.jvmtap.ca.trust.LinuxSystemStore;
import io.jvmtap.ca.trust.MacKeychain;
import io.jvmtap.ca.trust.NssStore;
import io.jvmtap.ca.trust.Root;
import io.jvmtap.ca.trust.SystemCommands;
import io.jvmtap.ca.trust.TrustChange;
import io.jvmtap.ca.trust.TrustStore;
import io.jvmtap.ca.trust.WindowsRoot;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code jvmtap ca}: the local CA, and who trusts it. */
@Command(
        name = "ca",
        description =
                "The local CA that signs the leaves. Programs under `jvmtap run` need not trust it; other clients must.")
final class CaCommand implements Runnable {
    /** What every JDK's own store is delivered with, and what most others never change. */
    private static final String USUAL_PASSWORD = "changeit";

    @Spec
    private CommandSpec spec;

    private final Home home;

    CaCommand() {
        this(Home.ofUser());
    }

    CaCommand(Home home) {
        this.home = home;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    @Command(name = "create", description = "Make the CA; it is also made when it is first needed.")
    void create() {
        describe(asking(() -> CertificateAuthority.create(home.ca())));
    }

    @Command(name = "show", description = "Print the CA's certificate, files, and the stores that trust it.")
    void show() {
        CertificateAuthority authority = load();
        describe(authority);
        Root root = root(authority);
        List<String> places = new ArrayList<>();
        Commands commands = new SystemCommands(System.getenv(), line -> {});
        for (TrustStore store : List.of(system(commands), java(commands, null, USUAL_PASSWORD), nss(commands))) {
            try {
                if (store.contains(root)) {
                    places.add(store.id() + " (" + store.place() + ")");
                }
            } catch (CaException absent) {
                // A store that this machine does not have trusts nothing.
                continue;
            }
        }
        line("trusted by", places.isEmpty() ? "none of system, java, nss" : String.join(", ", places));
    }

    @Command(name = "export", description = "Write the CA's certificate to stdout, as PEM.")
    void export() {
        out().print(Pem.encode(load().certificate()));
        out().flush();
    }

    @Command(name = "trust", description = "Put the CA's certificate into a store of roots.")
    void trust(@Mixin StoreOptions options) {
        // Made on the way if need be, as there is nothing to decide; but a dry run makes nothing.
        change(
                options,
                TrustStore::install,
                () -> options.dryRun
                        ? CertificateAuthority.load(home.ca())
                        : CertificateAuthority.loadOrCreate(home.ca()));
    }

    @Command(name = "untrust", description = "Take the CA's certificate out of a store of roots.")
    void untrust(@Mixin StoreOptions options) {
        change(options, TrustStore::uninstall, () -> CertificateAuthority.load(home.ca()));
    }

    /** Which store; the same for both directions. */
    static final class StoreOptions {
        /** So that a usage error names it. */
        @Spec(Spec.Target.MIXEE)
        private CommandSpec subcommand;

        @Option(
                names = "--store",
                paramLabel = "STORE",
                description = "system, java, nss (Firefox, Chrome) or file. Without it: file with --keystore,"
                        + " java with --java-home, else system.")
        private @Nullable String store;

        @Option(
                names = "--java-home",
                paramLabel = "DIR",
                description = "The JDK or JRE; without it JAVA_HOME, else the one that runs jvmtap.")
        private @Nullable Path javaHome;

        @Option(names = "--keystore", paramLabel = "FILE", description = "JKS, JCEKS, PKCS12 or PEM.")
        private @Nullable Path keystore;

        @Option(
                names = "--password-file",
                paramLabel = "FILE",
                description = "Its first line is the store's password; without it \"" + USUAL_PASSWORD + "\".")
        private @Nullable Path passwordFile;

        @Option(names = "--dry-run", description = "Print the commands, change nothing.")
        private boolean dryRun;

        /** The four options checked against each other. */
        Choice choice() {
            CommandLine line = subcommand.commandLine();
            String kind = store != null ? store : keystore != null ? "file" : javaHome != null ? "java" : "system";
            if (!List.of("system", "java", "nss", "file").contains(kind)) {
                throw new ParameterException(line, "unknown store \"" + kind + "\"");
            }
            if (kind.equals("file") == (keystore == null)) {
                throw new ParameterException(line, "--store file and --keystore go together");
            }
            if (javaHome != null && !kind.equals("java")) {
                throw new ParameterException(line, "--java-home goes with --store java");
            }
            if (passwordFile != null && !kind.equals("file") && !kind.equals("java")) {
                throw new ParameterException(line, "--password-file goes with --store file or java");
            }
            Path file = keystore != null ? keystore : javaHome;
            return new Choice(kind, file == null ? null : file.toAbsolutePath().normalize(), passwordFile, dryRun);
        }
    }

    /**
     * What was asked for.
     *
     * @param path the key store, or the Java home; null where the kind needs none or there is a usual one
     */
    record Choice(
            String kind, @Nullable Path path, @Nullable Path passwordFile, boolean dryRun) {}

    private void change(
            StoreOptions options,
            BiFunction<TrustStore, Root, TrustChange> verb,
            Supplier<CertificateAuthority> authority) {
        Choice choice = options.choice();
        asking(() -> {
            Root root = root(authority.get());
            Commands commands = new SystemCommands(System.getenv(), line -> {});
            if (choice.dryRun()) {
                commands = new DryRun(commands, out()::println);
            }
            TrustStore store = store(choice, commands);
            store.precheck();
            TrustChange change = verb.apply(store, root);
            if (!choice.dryRun() || !change.changed()) {
                out().println(change.said());
            }
            if (!choice.dryRun() && change.changed()) {
                out().println("undo: " + change.undo());
            }
            out().flush();
            return change;
        });
    }

    private static TrustStore store(Choice choice, Commands commands) {
        String password = password(choice.passwordFile());
        return switch (choice.kind()) {
            case "java" -> java(commands, choice.path(), password);
            case "nss" -> nss(commands);
            case "file" -> file(choice, commands, password);
            default -> system(commands);
        };
    }

    private static TrustStore file(Choice choice, Commands commands, String password) {
        Path keystore = choice.path();
        if (keystore == null) {
            throw new IllegalStateException("a file store without file");
        }
        String options = "--store file --keystore " + Commands.quoted(keystore.toString());
        if (choice.passwordFile() != null) {
            options +=
                    " --password-file " + Commands.quoted(choice.passwordFile().toString());
        }
        return new KeyStoreFile(commands, keystore, password.toCharArray(), options);
    }

    private static TrustStore java(Commands commands, @Nullable Path asked, String password) {
        String variable = System.getenv("JAVA_HOME");
        String usual = variable == null || variable.isBlank() ? System.getProperty("java.home", "") : variable;
        return new JavaHomeStore(commands, asked == null ? Path.of(usual) : asked, password.toCharArray());
    }

    private static TrustStore nss(Commands commands) {
        return new NssStore(commands, userHome());
    }

    private static TrustStore system(Commands commands) {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (os.startsWith("mac")) {
            return new MacKeychain(commands, userHome());
        }
        return os.startsWith("windows") ? new WindowsRoot(commands) : new LinuxSystemStore(commands);
    }

    private static Path userHome() {
        return Path.of(System.getProperty("user.home", "."));
    }

    private static String password(@Nullable Path file) {
        if (file == null) {
            return USUAL_PASSWORD;
        }
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException failure) {
            throw new CommandFailure(
                    "cannot read the password file " + file, "name a text file that you can read", failure);
        }
    }

    private CertificateAuthority load() {
        return asking(() -> CertificateAuthority.load(home.ca()));
    }

    private static Root root(CertificateAuthority authority) {
        return new Root(authority.certificate(), authority.certificateFile());
    }

    private void describe(CertificateAuthority authority) {
        X509Certificate certificate = authority.certificate();
        line("subject", certificate.getSubjectX500Principal().toString());
        line("sha-256", colons(root(authority).sha256()));
        line("valid", day(certificate.getNotBefore()) + " to " + day(certificate.getNotAfter()));
        line("certificate", authority.certificateFile().toString());
        line("key", authority.keyFile().toString());
        out().flush();
    }

    private void line(String name, String value) {
        // A subject is anyone's text; a terminal must not obey it.
        out().println(String.format(Locale.ROOT, "%-12s %s", name, value.replaceAll("\\p{Cntrl}", "?")));
        out().flush();
    }

    /** As openssl, keytool and browsers show it. */
    private static String colons(String hex) {
        return hex.toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
    }

    private static String day(Date moment) {
        Instant instant = moment.toInstant();
        return instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static <T> T asking(Supplier<T> work) {
        try {
            return work.get();
        } catch (CaException failure) {
            throw new CommandFailure(failure.problem(), failure.remedy(), failure);
        }
    }
}
