package io.jvmtap.export;

import io.jvmtap.Version;
import io.jvmtap.json.JsonWriter;
import io.jvmtap.query.ExchangeRow;
import io.jvmtap.query.RowFilter;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.redact.Redaction;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;

/** Writes a capture's exchanges as a HAR 1.2 file (softwareishard.com/blog/har-12-spec), one entry after the other. */
public final class HarWriter implements ExportFormat {
    /**
     * Writes a file that only its owner can read; it appears whole or not at all, in the place of an older one.
     *
     * @param withSecrets whether credentials, cookies, tokens and passwords stay in it
     */
    public static void write(CaptureReader reader, Path file, boolean withSecrets) throws IOException {
        Redaction redaction = new Redaction(withSecrets);
        PrivateFile.write(file, out -> new HarWriter().write(reader, RowFilter.ALL, redaction, out));
    }

    @Override
    public void write(CaptureReader reader, RowFilter filter, Redaction redaction, OutputStream out)
            throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        write(reader, text, redaction, filter, ZoneId.systemDefault());
    }

    static void write(CaptureReader reader, Writer out, boolean withSecrets, ZoneId zone) throws IOException {
        write(reader, out, new Redaction(withSecrets), RowFilter.ALL, zone);
    }

    private static void write(CaptureReader reader, Writer out, Redaction redaction, RowFilter filter, ZoneId zone)
            throws IOException {
        JsonWriter json = new JsonWriter(out);
        HarEntry entry = new HarEntry(reader, json, redaction, zone);
        try {
            json.beginObject().name("log").beginObject();
            json.name("version").value("1.2");
            json.name("creator").beginObject();
            json.name("name")
                    .value("jvmtap")
                    .name("version")
                    .value(Version.NAME)
                    .endObject();
            if (!redaction.off()) {
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
