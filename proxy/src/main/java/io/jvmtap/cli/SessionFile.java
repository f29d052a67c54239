package io.jvmtap.cli;

import io.jvmtap.entry.SessionToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the agent is told by file (WIRE.md section 5). It holds the token, so it is made readable by its owner only, from
 * the first moment on.
 *
 * @param label of the JVM, null for its main class
 */
record SessionFile(
        int port,
        SessionToken token,
        X509Certificate ca,
        List<String> include,
        List<String> exclude,
        boolean failClosed,
        boolean quiet,
        boolean keepAddresses,
        boolean singleAddress,
        boolean connectHook,
        @Nullable String label) {

    /** @throws IOException if it is there already, or cannot be written */
    void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("version", "1");
        properties.setProperty("port", Integer.toString(port));
        properties.setProperty("token", token.hex());
        properties.setProperty("ca", encoded());
        properties.setProperty("include", String.join(" ", include));
        properties.setProperty("exclude", String.join(" ", exclude));
        properties.setProperty("failClosed", Boolean.toString(failClosed));
        properties.setProperty("quiet", Boolean.toString(quiet));
        properties.setProperty("keepAddresses", Boolean.toString(keepAddresses));
        properties.setProperty("singleAddress", Boolean.toString(singleAddress));
        properties.setProperty("connectHook", Boolean.toString(connectHook));
        if (label != null) {
            properties.setProperty("label", label);
        }
        StringWriter text = new StringWriter();
        properties.store(text, null);
        try (var channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
            channel.write(StandardCharsets.ISO_8859_1.encode(text.toString()));
        }
    }

    private String encoded() {
        try {
            return Base64.getEncoder().encodeToString(ca.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was parsed has its encoding", e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
