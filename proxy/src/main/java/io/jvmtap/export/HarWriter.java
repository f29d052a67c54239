package io.jvmtap.export;

import io.jvmtap.Version;
import io.jvmtap.json.JsonWriter;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.RowFilter;
import io.jvmtap.record.CaptureReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;

/** Writes a capture's exchanges as a HAR 1.2 file (softwareishard.com/blog/har-12-spec), one entry after the other. */
public final class HarWriter {
    private HarWriter() {}

    /**
     * Writes a file that only its owner can read; it appears whole or not at all, in the place of an older one.
     *
     * @param withSecrets whether credentials, cookies, tokens and passwords stay in it
     */
    public static void write(CaptureReader reader, Path file, boolean withSecrets) throws IOException {
        write(reader, file, withSecrets, RowFilter.ALL);
    }

    /** The same, of the exchanges that a filter lets through. */
    public static void write(CaptureReader reader, Path file, boolean withSecrets, RowFilter filter)
            throws IOException {
        Path target = file.toAbsolutePath();
        Path directory = target.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new NoSuchFileException(target.toString());
        }
        // Files.createTempFile makes it private from the first moment.
        Path temporary = Files.createTempFile(directory, target.getFileName() + ".", ".part");
        try {
            try (BufferedWriter out = Files.newBufferedWriter(temporary)) {
                write(reader, out, withSecrets, filter);
            }
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The same to anywhere; the writer is left open. */
    public static void write(CaptureReader reader, Writer out, boolean withSecrets, RowFilter filter)
            throws IOException {
        write(reader, out, withSecrets, filter, ZoneId.systemDefault());
    }

    static void write(CaptureReader reader, Writer out, boolean withSecrets, ZoneId zone) throws IOException {
        write(reader, out, withSecrets, RowFilter.ALL, zone);
    }

    private static void write(CaptureReader reader, Writer out, boolean withSecrets, RowFilter filter, ZoneId zone)
            throws IOException {
        JsonWriter json = new JsonWriter(out);
        HarEntry entry = new HarEntry(reader, json, new Redaction(withSecrets), zone);
        try {
            json.beginObject().name("log").beginObject();
            json.name("version").value("1.2");
            json.name("creator").beginObject();
            json.name("name")
                    .value("jvmtap")
                    .name("version")
                    .value(Version.NAME)
                    .endObject();
            if (!withSecrets) {
                json.name("comment").value("secrets are redacted; equal digits stand for equal secrets");
            }
            json.name("pages").beginArray().endArray();
            json.name("entries").beginArray();
            reader.rows(filter, row -> {
                if (row instanceof ExchangeRow exchange) {
                    write(reader, entry, json, exchange);
                }
            });
            out.write("\n");
            json.endArray().endObject().endObject();
            out.write('\n');
            out.flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(CaptureReader reader, HarEntry entry, JsonWriter json, ExchangeRow row) {
        try {
            json.line();
            entry.write(reader.detail(row));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
