package io.jvmtap.view.body;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What kind of image some bytes are, and how large it is, by its first bytes alone. */
public final class ImageText {
    private ImageText() {}

    /** As {@code PNG image, 640 x 480}; null where the bytes are no image that we know. */
    public static @Nullable String of(byte[] bytes, int length) {
        try {
            return described(Arrays.copyOf(bytes, length));
        } catch (IndexOutOfBoundsException e) {
            // Cut off before it says how large it is.
            return null;
        }
    }

    private static @Nullable String described(byte[] b) {
        if (starts(b, 0, "\u0089PNG\r\n\u001a\n")) {
            return size("PNG", big(b, 16, 4), big(b, 20, 4));
        }
        if (starts(b, 0, "GIF87a") || starts(b, 0, "GIF89a")) {
            return size("GIF", little(b, 6, 2), little(b, 8, 2));
        }
        if (starts(b, 0, "\u00ff\u00d8\u00ff")) {
            return jpeg(b);
        }
        if (starts(b, 0, "RIFF") && starts(b, 8, "WEBP")) {
            return webp(b);
        }
        if (starts(b, 0, "BM") && little(b, 14, 4) >= 40) {
            return size("BMP", little(b, 18, 4), Math.abs((int) little(b, 22, 4)));
        }
        if (starts(b, 0, "\0\0\u0001\0") && b[5] == 0 && b[4] != 0) {
            return "ICO image, " + b[4] + (b[4] == 1 ? " picture" : " pictures");
        }
        return starts(b, 4, "ftypavif") ? "AVIF image" : null;
    }

    /** The frame header (SOF) is one of the segments before the data. */
    private static String jpeg(byte[] b) {
        int at = 2;
        while (at + 9 < b.length && (b[at] & 0xFF) == 0xFF) {
            int marker = b[at + 1] & 0xFF;
            boolean frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
            if (frame) {
                return size("JPEG", big(b, at + 7, 2), big(b, at + 5, 2));
            }
            at += 2 + (int) big(b, at + 2, 2);
        }
        return "JPEG image";
    }

    private static String webp(byte[] b) {
        if (starts(b, 12, "VP8X")) {
            return size("WebP", little(b, 24, 3) + 1, little(b, 27, 3) + 1);
        }
        if (starts(b, 12, "VP8L")) {
            long bits = little(b, 21, 4);
            return size("WebP", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
        }
        return size("WebP", little(b, 26, 2) & 0x3FFF, little(b, 28, 2) & 0x3FFF);
    }

    private static String size(String kind, long width, long height) {
        return kind + " image, " + width + " x " + height;
    }

    private static boolean starts(byte[] bytes, int at, String magic) {
        byte[] wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
        return bytes.length >= at + wanted.length
                && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
    }

    private static long big(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | bytes[at + i] & 0xFF;
        }
        return value;
    }

    private static long little(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | bytes[at + i] & 0xFF;
        }
        return value;
    }
}
