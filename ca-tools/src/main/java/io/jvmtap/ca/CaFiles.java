package io.jvmtap.ca;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The directory of a CA: {@code ca.key.pem} and {@code ca.pem}. The certificate is moved into place first and the key
 * last, so a key that is there has its certificate beside it: no reader ever sees half a CA. Writers exclude each other by a lock
 * on {@code ca.lock}, across processes and within one. Where the disk knows no POSIX modes (Windows), the files
 * inherit the protection of the user's directory.
 */
record CaFiles(Path directory) {
    /** Far more than any key or certificate needs; keeps a wrong file from filling the memory. */
    private static final long MAX_BYTES = 64 * 1024;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** A file lock belongs to the whole JVM, so threads need a lock of their own. */
    private static final Object IN_THIS_JVM = new Object();

    Path key() {
        return directory.resolve("ca.key.pem");
    }

    Path certificate() {
        return directory.resolve("ca.pem");
    }

    boolean hasKey() {
        return Files.exists(key());
    }

    boolean hasCertificate() {
        return Files.exists(certificate());
    }

    /** Runs {@code work} while no one else writes here; makes the directory (mode 0700) if there is none. */
    void locked(Runnable work) {
        synchronized (IN_THIS_JVM) {
            try {
                if (!Files.isDirectory(directory)) {
                    Files.createDirectories(directory, mode("rwx------"));
                }
                try (FileChannel lock = FileChannel.open(
                        directory.resolve("ca.lock"),
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        mode("rw-------"))) {
                    lock.lock();
                    work.run();
                }
            } catch (IOException failure) {
                throw unwritable(failure);
            }
        }
    }

    /** Both files, whole or not at all; call it in {@link #locked}. */
    void write(String keyPem, String certificatePem) {
        Path newKey = directory.resolve("ca.key.pem.new");
        Path newCertificate = directory.resolve("ca.pem.new");
        try {
            // What an interrupted creation left behind; the lock says that no one is at it now.
            Files.deleteIfExists(newKey);
            Files.deleteIfExists(newCertificate);
            writeNew(newKey, keyPem, "rw-------");
            requirePrivate(newKey, "set JVMTAP_HOME to a directory on a disk that keeps file modes");
            writeNew(newCertificate, certificatePem, "rw-r--r--");
            Files.move(newCertificate, certificate(), StandardCopyOption.ATOMIC_MOVE);
            Files.move(newKey, key(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    String readKey() {
        requirePrivate(key(), "run: chmod 600 " + key());
        return read(key());
    }

    String readCertificate() {
        return read(certificate());
    }

    private void requirePrivate(Path file, String remedy) {
        if (!posix()) {
            return;
        }
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            if (!OWNER_ONLY.containsAll(mode)) {
                throw new CaException(
                        "others may use the CA's key " + file + " (" + PosixFilePermissions.toString(mode) + ")",
                        remedy);
            }
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CaException(
                        file + " is too large for a PEM file of a CA", "restore it, or move its directory away");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
    }

    private void writeNew(Path file, String text, String mode) throws IOException {
        // The mode is set as the file is created: the key is never readable by others, not even for a moment.
        try (FileChannel out =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode(mode))) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }

    private FileAttribute<?>[] mode(String mode) {
        return posix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private boolean posix() {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private CaException unwritable(IOException failure) {
        return new CaException(
                "cannot write the CA into " + directory + " (" + reason(failure) + ")",
                "make it writable, or set JVMTAP_HOME to a directory that is",
                failure);
    }

    private static CaException unreadable(Path file, IOException failure) {
        return new CaException(
                "cannot read " + file + " (" + reason(failure) + ")",
                "make it readable for you, or set JVMTAP_HOME to a directory of your own",
                failure);
    }

    /** The file system's reason without the path, which the message names already. */
    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = failure instanceof FileSystemException known ? known.getReason() : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }
}
