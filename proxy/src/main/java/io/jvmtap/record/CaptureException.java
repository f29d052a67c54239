package io.jvmtap.record;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A capture cannot be opened, read or written: one line that says what is wrong, another what to do about it. */
public final class CaptureException extends IOException {
    private static final long serialVersionUID = 1;
    /** The low byte of SQLite's extended result codes is the primary code (sqlite.org/rescode.html). */
    private static final int PRIMARY_CODE = 0xFF;

    private final String remedy;

    /** @param remedy what the user can do, without a leading "try" */
    public CaptureException(String problem, String remedy) {
        super(problem);
        this.remedy = remedy;
    }

    static CaptureException of(Path file, SQLException failure) {
        CaptureException ours = explain(file, failure);
        ours.initCause(failure);
        return ours;
    }

    public String remedy() {
        return remedy;
    }

    private static CaptureException explain(Path file, SQLException failure) {
        if (is(failure, SQLiteErrorCode.SQLITE_NOTADB)) {
            return notACapture(file);
        }
        if (is(failure, SQLiteErrorCode.SQLITE_CORRUPT)) {
            return new CaptureException(
                    "the capture " + file + " is damaged", "save what is left with: sqlite3 " + file + " .recover");
        }
        if (is(failure, SQLiteErrorCode.SQLITE_CANTOPEN)) {
            return new CaptureException("cannot open the capture " + file, "check the path and its permissions");
        }
        if (is(failure, SQLiteErrorCode.SQLITE_BUSY)) {
            return new CaptureException("the capture " + file + " is in use", "wait until the other program is done");
        }
        return new CaptureException(
                "the capture " + file + " failed: " + failure.getMessage(), "check the disk and the permissions");
    }

    static CaptureException notACapture(Path file) {
        return new CaptureException(file + " is not a jvmtap capture", "list the captures with: jvmtap captures");
    }

    static boolean is(SQLException failure, SQLiteErrorCode code) {
        return failure instanceof SQLiteException ours && (ours.getResultCode().code & PRIMARY_CODE) == code.code;
    }
}
