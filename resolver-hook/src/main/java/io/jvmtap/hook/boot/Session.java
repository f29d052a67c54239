package io.jvmtap.hook.boot;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What the agent was told: the session file (WIRE.md section 5), read once at start, then changed by CONFIG and WELCOME.
 * The snapshot is immutable but for those two; hooks read it without locks.
 */
public final class Session {
    private static volatile @Nullable Session current;
    private static volatile boolean detached;

    private final File file;
    private final int port;
    private final byte[] token;
    private final String label;
    private final boolean quiet;
    private final boolean keepAddresses;
    private final boolean singleAddress;
    private final boolean connectHook;
    private final boolean children;
    private volatile byte @Nullable [] ca;
    private volatile Selection selection;
    private volatile boolean failClosed;

    private Session(File file, Properties keys) throws IOException {
        if (!"1".equals(keys.getProperty("version"))) {
            throw new IOException("session file of another version");
        }
        this.file = file;
        this.port = Integer.parseInt(keys.getProperty("port", ""));
        this.token = hex(keys.getProperty("token", ""));
        String der = keys.getProperty("ca", "").trim();
        this.ca = der.isEmpty() ? null : Base64.getDecoder().decode(der);
        this.selection = new Selection(
                Selection.globs(keys.getProperty("include")), Selection.globs(keys.getProperty("exclude")));
        this.failClosed = flag(keys, "failClosed", false);
        this.quiet = flag(keys, "quiet", false);
        this.keepAddresses = flag(keys, "keepAddresses", false);
        this.singleAddress = flag(keys, "singleAddress", false);
        this.connectHook = flag(keys, "connectHook", true);
        this.children = flag(keys, "children", true);
        String named = keys.getProperty("label", "").trim();
        this.label = named.isEmpty() ? mainName() : named;
    }

    /** Reads the file; {@link #install} makes it the current session. */
    public static Session read(File file) throws IOException {
        Properties keys = new Properties();
        try (InputStream in = new FileInputStream(file)) {
            keys.load(in);
        }
        return new Session(file.getAbsoluteFile(), keys);
    }

    /** From now on hooks do as this session says; whatever was detached before is attached again. */
    public static void install(Session session) {
        current = session;
        detached = false;
    }

    /** Null before the agent has started, and after DETACH: then every hook lets everything pass. */
    public static @Nullable Session current() {
        return detached ? null : current;
    }

    /**
     * DER of the CA certificate whose leaves stand for real ones; null if there is none. Not to be changed. After detach
     * too: connections through the proxy may still be in their handshakes.
     */
    public static byte @Nullable [] caCertificate() {
        Session session = current;
        return session == null ? null : session.ca;
    }

    /** From now on the hooks pass everything through; loopback addresses given before still lead to the real ones. */
    public static void detach() {
        detached = true;
    }

    /** Whether it is the one that counts: not detached, and no other has come after it. */
    public boolean isInUse() {
        return current() == this;
    }

    /** Whether it leads to the same proxy as another: an agent option that is given twice. */
    public boolean isSameAs(Session other) {
        return port == other.port && Arrays.equals(token, other.token);
    }

    /** CONFIG replaces what the file said. */
    public void configure(List<String> include, List<String> exclude, boolean closed) {
        selection = new Selection(include, exclude);
        failClosed = closed;
    }

    /** WELCOME brings the CA of the running proxy. */
    public void caCertificate(byte[] der) {
        ca = der;
    }

    public File file() {
        return file;
    }

    /** The proxy's port on 127.0.0.1. */
    public int port() {
        return port;
    }

    byte[] token() {
        return token;
    }

    public String label() {
        return label;
    }

    public Selection selection() {
        return selection;
    }

    public boolean failClosed() {
        return failClosed;
    }

    public boolean quiet() {
        return quiet;
    }

    public boolean keepAddresses() {
        return keepAddresses;
    }

    public boolean singleAddress() {
        return singleAddress;
    }

    public boolean connectHook() {
        return connectHook;
    }

    public boolean children() {
        return children;
    }

    private static boolean flag(Properties keys, String key, boolean absent) {
        String value = keys.getProperty(key);
        return value == null ? absent : "true".equals(value.trim());
    }

    private static byte[] hex(String text) throws IOException {
        if (text.length() != 64) {
            throw new IOException("session token is not 64 hex digits");
        }
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(text.substring(2 * i, 2 * i + 2), 16);
        }
        return bytes;
    }

    /** The main class or jar, without its folder and its arguments. */
    private static String mainName() {
        String command = System.getProperty("sun.java.command", "").trim();
        int end = command.indexOf(' ');
        String first = end < 0 ? command : command.substring(0, end);
        String name = first.substring(first.lastIndexOf('/') + 1);
        return name.isEmpty() ? "java" : name;
    }
}
