package io.jvmtap.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How each server is set up that comes as a package of Debian: as little as it takes to serve one client over TLS. */
final class Daemons {
    /** Debian's PostgreSQL does not run as root. */
    private static final String POSTGRES_USER = "postgres";

    private Daemons() {}

    /** SCRAM-SHA-256 over TLS for {@code user} with {@code secret}, and nothing else. */
    static Running postgresql(Site site) throws Exception {
        Path bin = newest("/usr/lib/postgresql", "bin/postgres").getParent();
        Path at = site.directory();
        Path data = at.resolve("data");
        Path password = Files.writeString(at.resolve("password"), "secret");
        List<String> as = asUser(POSTGRES_USER);
        own(at, POSTGRES_USER);
        Daemon.prepare(
                at,
                command(
                        as,
                        bin + "/initdb",
                        "-D",
                        data,
                        "-U",
                        "user",
                        "--pwfile=" + password,
                        "-A",
                        "scram-sha-256",
                        "--no-sync",
                        "--no-locale",
                        "-E",
                        "UTF8"));
        int port = Daemon.freePort();
        Path key = site.identity().key(at);
        Daemon.prepare(at, List.of("chmod", "600", key.toString()));
        Path chain = site.identity().chain(at);
        own(at, POSTGRES_USER);
        Files.writeString(data.resolve("pg_hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256\n");
        Daemon.append(
                data.resolve("postgresql.conf"),
                "listen_addresses = '127.0.0.1'\nport = " + port + "\nunix_socket_directories = ''\nfsync = off\n"
                        + "ssl = on\nssl_cert_file = '" + chain + "'\nssl_key_file = '" + key + "'\n");
        return running(at, port, command(as, bin + "/postgres", "-D", data));
    }

    static Running mariadb(Site site) throws Exception {
        Path at = site.directory();
        Path data = at.resolve("data");
        Daemon.prepare(
                at,
                command(
                        List.of("/usr/bin/mariadb-install-db"),
                        "--no-defaults",
                        "--datadir=" + data,
                        "--user=" + System.getProperty("user.name"),
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db"));
        // One statement a line.
        Path init = Files.write(
                at.resolve("init.sql"),
                List.of(
                        "CREATE DATABASE IF NOT EXISTS db;",
                        "CREATE USER IF NOT EXISTS 'user'@'%' IDENTIFIED BY 'secret';",
                        "GRANT ALL ON db.* TO 'user'@'%';"));
        int port = Daemon.freePort();
        return running(
                at,
                port,
                command(
                        List.of("/usr/sbin/mariadbd"),
                        "--no-defaults",
                        "--user=" + System.getProperty("user.name"),
                        "--datadir=" + data,
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--socket=" + at.resolve("s"),
                        "--skip-name-resolve",
                        "--require-secure-transport=ON",
                        "--ssl-cert=" + site.identity().chain(at),
                        "--ssl-key=" + site.identity().key(at),
                        "--init-file=" + init));
    }

    static Running redis(Site site) throws Exception {
        Path at = site.directory();
        int port = Daemon.freePort();
        return running(
                at,
                port,
                command(
                        List.of("/usr/bin/redis-server"),
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        0,
                        "--tls-port",
                        port,
                        "--tls-cert-file",
                        site.identity().chain(at),
                        "--tls-key-file",
                        site.identity().key(at),
                        "--tls-ca-cert-file",
                        site.identity().authority(at),
                        "--tls-auth-clients",
                        "no",
                        "--save",
                        "",
                        "--dir",
                        at));
    }

    /** Without its wrapper, which changes the user; with a port mapper (epmd) of its own, which it would leave behind. */
    static Running rabbitmq(Site site) throws Exception {
        Path at = site.directory();
        int port = Daemon.freePort();
        int mapper = Daemon.freePort();
        Files.writeString(
                at.resolve("rabbitmq.conf"),
                "listeners.tcp = none\nlisteners.ssl.1 = 127.0.0.1:" + port + "\nssl_options.certfile = "
                        + site.identity().chain(at) + "\nssl_options.keyfile = "
                        + site.identity().key(at) + "\nssl_options.cacertfile = "
                        + site.identity().authority(at) + "\nssl_options.verify = verify_none\n");
        Files.writeString(at.resolve("enabled_plugins"), "[rabbitmq_amqp1_0].\n");
        Map<String, String> environment = Map.of(
                "HOME", at.toString(),
                "ERL_EPMD_PORT", String.valueOf(mapper),
                "ERL_EPMD_ADDRESS", "127.0.0.1",
                "RABBITMQ_NODENAME", "matrix@localhost",
                "RABBITMQ_DIST_PORT", String.valueOf(Daemon.freePort()),
                "RABBITMQ_CONFIG_FILE", at.resolve("rabbitmq.conf").toString(),
                "RABBITMQ_ENABLED_PLUGINS_FILE", at.resolve("enabled_plugins").toString(),
                "RABBITMQ_MNESIA_BASE", at.resolve("mnesia").toString(),
                "RABBITMQ_LOG_BASE", at.resolve("logs").toString());
        Path server = newest("/usr/lib/rabbitmq/lib", "sbin/rabbitmq-server");
        Daemon daemon = Daemon.start(at, port, List.of(server.toString()), environment);
        return new Running(port, () -> {
            daemon.close();
            new ProcessBuilder("epmd", "-port", String.valueOf(mapper), "-kill")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        });
    }

    static Running nats(Site site) throws Exception {
        Path at = site.directory();
        int port = Daemon.freePort();
        Path settings = Files.writeString(
                at.resolve("nats.conf"),
                "listen: \"127.0.0.1:" + port + "\"\ntls {\n  cert_file: \""
                        + site.identity().chain(at) + "\"\n  key_file: \""
                        + site.identity().key(at) + "\"\n}\n");
        return running(at, port, command(List.of("/usr/sbin/nats-server"), "-c", settings));
    }

    static Running mosquitto(Site site) throws Exception {
        Path at = site.directory();
        int port = Daemon.freePort();
        Path settings = Files.writeString(
                at.resolve("mosquitto.conf"),
                "user " + System.getProperty("user.name") + "\nallow_anonymous true\nlistener " + port
                        + " 127.0.0.1\ncertfile " + site.identity().chain(at) + "\nkeyfile "
                        + site.identity().key(at) + "\n");
        return running(at, port, command(List.of("/usr/sbin/mosquitto"), "-c", settings));
    }

    static Running slapd(Site site) throws Exception {
        int port = Daemon.freePort();
        return slapd(site, port, "ldaps://127.0.0.1:" + port + "/");
    }

    /** For clients that ask for TLS on a connection that is open (RFC 4511 section 4.14). */
    static Running slapdInPlain(Site site) throws Exception {
        int port = Daemon.freePort();
        return slapd(site, port, "ldap://127.0.0.1:" + port + "/");
    }

    private static Running slapd(Site site, int port, String listens) throws Exception {
        Path at = site.directory();
        Path settings = Files.writeString(
                at.resolve("slapd.conf"),
                "include /etc/ldap/schema/core.schema\nTLSCertificateFile "
                        + site.identity().chain(at) + "\nTLSCertificateKeyFile "
                        + site.identity().key(at) + "\nTLSCACertificateFile "
                        + site.identity().authority(at) + "\npidfile " + at.resolve("pid") + "\n");
        return running(at, port, command(List.of("/usr/sbin/slapd"), "-d", 64, "-f", settings, "-h", listens));
    }

    /** Answers {@code /hello}. */
    static Running nginx(Site site, String protocol) throws Exception {
        Path at = site.directory();
        int port = Daemon.freePort();
        Path settings = Files.writeString(
                at.resolve("nginx.conf"),
                "daemon off;\nmaster_process off;\npid " + at.resolve("pid") + ";\nerror_log " + at.resolve("log")
                        + ";\nevents {}\nhttp {\n  access_log off;\n"
                        + "  client_body_temp_path body;\n  proxy_temp_path proxy;\n  fastcgi_temp_path fastcgi;\n"
                        + "  uwsgi_temp_path uwsgi;\n  scgi_temp_path scgi;\n"
                        + "  server {\n    listen 127.0.0.1:" + port + " ssl" + protocol + ";\n"
                        + "    ssl_certificate " + site.identity().chain(at) + ";\n"
                        + "    ssl_certificate_key " + site.identity().key(at) + ";\n"
                        + "    ssl_protocols TLSv1.2 TLSv1.3;\n"
                        + "    location /hello { default_type text/plain; return 200 hello; }\n  }\n}\n");
        return running(at, port, command(List.of("/usr/sbin/nginx"), "-p", at, "-c", settings));
    }

    private static Running running(Path directory, int port, List<String> command)
            throws IOException, InterruptedException {
        return new Running(port, Daemon.start(directory, port, command, Map.of()));
    }

    private static List<String> command(List<String> first, Object... rest) {
        List<String> command = new ArrayList<>(first);
        for (Object word : rest) {
            command.add(word.toString());
        }
        return command;
    }

    /** What stands before a command that is to run as this user; nothing if we are not root. */
    private static List<String> asUser(String user) {
        return isRoot() ? List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", "--") : List.of();
    }

    private static void own(Path directory, String user) throws IOException, InterruptedException {
        if (isRoot()) {
            Daemon.prepare(Path.of("/"), List.of("chown", "-R", user, directory.toString()));
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The program of the last version below a directory that keeps one each. */
    private static Path newest(String directory, String program) throws IOException {
        try (Stream<Path> versions = Files.list(Path.of(directory))) {
            return versions.map(version -> version.resolve(program))
                    .filter(Files::isExecutable)
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IOException("no " + program + " in " + directory));
        }
    }
}
