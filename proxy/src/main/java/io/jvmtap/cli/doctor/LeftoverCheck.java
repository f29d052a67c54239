package io.jvmtap.cli.doctor;

import io.jvmtap.record.CaptureFiles;
import io.jvmtap.record.CaptureInfo;
import io.jvmtap.record.CaptureReader;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * What crashed sessions leave behind.
 *
 * @param temporary where session directories are made
 * @param captures where captures are kept
 */
public record LeftoverCheck(Path temporary, Path captures) implements Check {
    private static final int MILLIS = 500;
    /** Captures looked into; those that crashed lately are the ones that matter. */
    private static final int MOST = 50;

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        List<String> dead = sessions();
        if (!dead.isEmpty()) {
            findings.add(Finding.note(
                    "sessions that are over left " + dead.size() + (dead.size() == 1 ? " directory" : " directories")
                            + " in " + temporary,
                    "rm -r " + String.join(" ", dead)));
        }
        capturesCutOff(findings);
        if (findings.isEmpty()) {
            findings.add(Finding.fine("no crashed session has left anything behind"));
        }
        return findings;
    }

    private List<String> sessions() {
        List<String> dead = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(temporary, "jvmtap[.-]*")) {
            for (Path directory : directories) {
                if (Files.isReadable(directory.resolve("session")) && !alive(directory.resolve("session"))) {
                    dead.add(directory.toString());
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        dead.sort(null);
        return dead;
    }

    /** A session file names the proxy's port; where nobody answers, no JVM can use it any more. */
    private static boolean alive(Path session) {
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(session);
                Socket socket = new Socket()) {
            values.load(reader);
            int port = Integer.parseInt(values.getProperty("port", "0"));
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), MILLIS);
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private void capturesCutOff(List<Finding> findings) {
        int cutOff = 0;
        try {
            List<Path> files = Files.isDirectory(captures) ? new CaptureFiles(captures).list() : List.of();
            for (Path file : files.subList(0, Math.min(MOST, files.size()))) {
                String state = state(file);
                if (state.isEmpty() && Files.exists(Path.of(file + "-wal"))) {
                    cutOff++;
                } else if (!state.isBlank()) {
                    findings.add(Finding.note("the capture " + file + " cannot be read: " + state, "rm " + file));
                }
            }
        } catch (IOException e) {
            findings.add(Finding.wrong("the captures in " + captures + " cannot be listed: " + e, "ls -l " + captures));
        }
        if (cutOff > 0) {
            findings.add(Finding.note(
                    cutOff + (cutOff == 1 ? " capture was" : " captures were")
                            + " cut off by a crash; nothing is lost but the last tenth of a second",
                    "jvmtap captures (makes single files of them)"));
        }
    }

    /** Empty for one that was cut off, a reason for one that cannot be read, a blank for all else. */
    private static String state(Path file) {
        try (CaptureReader reader = CaptureReader.open(file)) {
            return reader.info().state() == CaptureInfo.State.CUT_OFF ? "" : " ";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
