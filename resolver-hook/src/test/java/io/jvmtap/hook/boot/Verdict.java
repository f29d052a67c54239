package io.jvmtap.hook.boot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A TRUST frame (WIRE.md, 4) read back; text fields that are absent are empty. */
public record Verdict(
        String leafSha256,
        int localPort,
        boolean accepted,
        String judge,
        String exceptionClass,
        String exceptionMessage) {

    private static final int TRUST = 0x03;

    /** What has been reported since the last call. */
    public static List<Verdict> drain() throws InterruptedException {
        List<Verdict> verdicts = new ArrayList<>();
        for (byte[] frame = Reports.next(0); frame != null; frame = Reports.next(0)) {
            // An empty frame only wakes the sender.
            if (frame.length > 0 && frame[0] == TRUST) {
                verdicts.add(read(frame));
            }
        }
        return verdicts;
    }

    private static Verdict read(byte[] frame) {
        byte[][] fields = new byte[9][];
        Arrays.fill(fields, new byte[0]);
        ByteBuffer in = ByteBuffer.wrap(frame, 5, frame.length - 5);
        while (in.hasRemaining()) {
            int id = in.get();
            fields[id] = new byte[in.getInt()];
            in.get(fields[id]);
        }
        return new Verdict(
                HexFormat.of().formatHex(fields[1]),
                ByteBuffer.wrap(fields[2]).getShort() & 0xFFFF,
                fields[3][0] == 1,
                text(fields[4]),
                text(fields[5]),
                text(fields[6]));
    }

    private static String text(byte[] field) {
        return new String(field, StandardCharsets.UTF_8);
    }
}
