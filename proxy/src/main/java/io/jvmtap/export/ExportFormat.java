package io.jvmtap.export;

import io.jvmtap.query.RowFilter;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.redact.Redaction;
import java.io.IOException;
import java.io.OutputStream;

/** One format that captures are exported in. */
public interface ExportFormat {
    /** Writes the rows that the filter lets through, one after the other; flushes the stream, and leaves it open. */
    void write(CaptureReader reader, RowFilter filter, Redaction redaction, OutputStream out) throws IOException;
}
