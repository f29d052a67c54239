package io.jvmtap.cli.attach;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The texts in a HotSpot JVM's performance data: the file {@code /tmp/hsperfdata_USER/PID} that jps reads. Its layout,
 * version 2.0, has been the same since JDK 5 (HotSpot's {@code perfMemory.hpp}).
 */
final class PerformanceData {
    private static final int MAGIC = 0xCAFEC0C0;
    private static final int ORDER_AT = 4;
    private static final int FIRST_ENTRY_AT = 24;
    private static final int ENTRIES_AT = 28;
    private static final int TYPE_IN_ENTRY = 12;
    private static final int DATA_IN_ENTRY = 16;

    /** The JVM cuts longer texts there. */
    static final int LONGEST_TEXT = 1023;

    private PerformanceData() {}

    /** All texts by their names; none where the file is not there or not what it should be. */
    static Map<String, String> read(Path file) {
        try {
            return parse(ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (IOException | BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return Map.of();
        }
    }

    private static Map<String, String> parse(ByteBuffer file) {
        Map<String, String> texts = new HashMap<>();
        if (file.getInt(0) != MAGIC) {
            return texts;
        }
        file.order(file.get(ORDER_AT) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int at = file.getInt(FIRST_ENTRY_AT);
        for (int left = file.getInt(ENTRIES_AT); left > 0; left--) {
            int length = file.getInt(at);
            if (length <= 0) {
                break;
            }
            if (file.get(at + TYPE_IN_ENTRY) == 'B' && file.getInt(at + 8) > 0) {
                String name = text(file, at + file.getInt(at + 4), length);
                texts.put(name, text(file, at + file.getInt(at + DATA_IN_ENTRY), file.getInt(at + 8)));
            }
            at += length;
        }
        return texts;
    }

    private static String text(ByteBuffer file, int from, int longest) {
        int end = from;
        while (end < from + longest && file.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - from];
        file.get(from, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
