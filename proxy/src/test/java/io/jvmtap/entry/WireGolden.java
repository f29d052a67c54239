package io.jvmtap.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** The golden bytes of WIRE.md, which the agent's tests hold the other side to. */
final class WireGolden {
    private static final Path DIRECTORY = Path.of("..", "resolver-hook", "src", "test", "resources", "wire");

    private WireGolden() {}

    static byte[] bytes(String name) throws IOException {
        String digits = Files.readAllLines(DIRECTORY.resolve(name)).stream()
                .map(line -> line.replaceFirst("#.*", "").replace(" ", ""))
                .collect(Collectors.joining());
        return HexFormat.of().parseHex(digits);
    }

    /** The token of all golden bytes: 00 01 02 ... 1F. */
    static SessionToken token() {
        byte[] secret = new byte[SessionToken.LENGTH];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) i;
        }
        return SessionToken.of(secret);
    }
}
