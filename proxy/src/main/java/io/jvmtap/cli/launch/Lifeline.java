package io.jvmtap.cli.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * This process and {@code scripts/jvmtap}, which started it: two pipes, of which the ends tell each that the other is
 * gone, however it went.
 *
 * <pre>
 * script                         this process
 *   |  &lt;--- plan ------- stdout    the tap runs; the script starts the program
 *   |  ---- "ended" ---&gt; stdin     the program ended (end of file: the script was killed)
 *   |  &lt;--- "." -------- stdout    all is recorded, but programs are left, and the tap stays for them
 *   |  &lt;--- end of file -          all is recorded, and the tap is gone
 * </pre>
 */
public final class Lifeline {
    private final InputStream in;
    private final OutputStream out;

    public Lifeline(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** The standard streams. From now on nothing else can be written to standard output by accident. */
    public static Lifeline ofProcess() {
        OutputStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        return new Lifeline(System.in, out);
    }

    /** False if the script is gone: then there is nothing to do any more, and nobody to tell. */
    public boolean send(LaunchPlan plan) {
        try {
            plan.write(out);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Blocks until the program ended or the script is gone. */
    public void awaitEnd() throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
        String line;
        do {
            line = lines.readLine();
        } while (line != null && !line.equals("ended"));
    }

    /** Lets the script return while this process stays. */
    public void release() {
        try {
            out.write(new byte[] {'.', 0});
            out.flush();
        } catch (IOException e) {
            // The script is gone, and needs no release.
        }
    }
}
