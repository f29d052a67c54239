package io.jvmtap.hook.boot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** The bytes of WIRE.md: commented hex, one field a line. */
final class Golden {
    /** The token of all golden files. */
    static final byte[] TOKEN =
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    /** The JVM half of their unique ids. */
    static final long JVM = 0xA1B2C3D4E5F60718L;

    private Golden() {}

    static byte[] bytes(String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String line : Files.readAllLines(Path.of("src", "test", "resources", "wire", name + ".hex"))) {
            String hex = line.replaceAll("#.*", "").replace(" ", "");
            out.writeBytes(HexFormat.of().parseHex(hex));
        }
        return out.toByteArray();
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    static String hex(String name) throws IOException {
        return hex(bytes(name));
    }
}
