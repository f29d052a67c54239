package io.jvmtap.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** A program for every JDK from 8 on: prints an empty line, and ends with its standard input. */
final class WaitingProgram {
    static final String MAIN = "Waiting";

    private WaitingProgram() {}

    /** Compiled anew: our own classes are none for JDK 8. */
    static String classPath() throws IOException {
        Path directory = Files.createTempDirectory("jvmtap-waiting");
        Path source = Files.writeString(directory.resolve("Waiting.java"), """
                public class Waiting {
                    public static void main(String[] arguments) throws Exception {
                        System.out.println();
                        while (System.in.read() >= 0) {}
                    }
                }
                """);
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream(),
                        "--release",
                        "8",
                        "-proc:none",
                        "-Xlint:none",
                        "-d",
                        directory.toString(),
                        source.toString());
        if (status != 0) {
            throw new IOException("the program does not compile");
        }
        Files.delete(source);
        directory.resolve("Waiting.class").toFile().deleteOnExit();
        return directory.toString();
    }
}
