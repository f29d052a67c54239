package io.jvmtap.query;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class BodyCodingTest {
    private final byte[] text = "some text, some text".getBytes(StandardCharsets.UTF_8);

    private interface Wrap {
        OutputStream around(OutputStream out) throws IOException;
    }

    @Test
    void codingsAreUndoneInReverse() throws Exception {
        byte[] gzip = wrap(text, GZIPOutputStream::new);
        assertArrayEquals(text, decode(gzip, "gzip"));
        assertArrayEquals(text, decode(wrap(text, DeflaterOutputStream::new), "deflate"));
        Wrap bare = out -> new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED, true));
        assertArrayEquals(text, decode(wrap(text, bare), "Deflate, identity"));
        assertArrayEquals(text, decode(wrap(gzip, DeflaterOutputStream::new), "x-gzip, deflate"));
        assertArrayEquals(text, decode(text, null));
    }

    /** The bytes are those of other programs: Node's brotli and the zstd command. */
    @Test
    void brotliAndZstandardAreUndoneAndTheirDamageIsSaid() throws Exception {
        byte[] plain = "some text, some text, the same text over and over, some text".getBytes(StandardCharsets.UTF_8);
        byte[] br = Base64.getDecoder().decode("GzsAABSh0qElR3rzVMMWfPAwkQP2pC2lA+NzYMwMLO+9xsw/wUUR6yBtCw==");
        byte[] zstd =
                Base64.getDecoder().decode("KLUv/QRoPQEA0HNvbWUgdGV4dCwgdGhlIHNhIG92ZXIgYW5kBABLGWC5R2YuNooXBy0BDQ==");
        assertArrayEquals(plain, decode(br, "br"));
        assertArrayEquals(plain, decode(zstd, "zstd"));
        assertArrayEquals(plain, decode(wrap(br, GZIPOutputStream::new), "br, gzip"));
        Random random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            String coding = i % 2 == 0 ? "br" : "zstd";
            byte[] damaged = (i % 2 == 0 ? br : zstd).clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            byte[] cut = Arrays.copyOf(damaged, random.nextInt(damaged.length + 1));
            try {
                decode(i % 4 < 2 ? damaged : cut, coding);
            } catch (IOException e) {
                assertTrue(e.getMessage() != null);
            }
        }
    }

    @Test
    void whatCannotBeUndoneSaysSo() {
        assertFalse(BodyCoding.known(BodyCoding.of("gzip, lzma")));
        assertThrows(IOException.class, () -> decode(text, "lzma"));
        assertThrows(IOException.class, () -> decode(text, "br"));
        assertThrows(IOException.class, () -> decode(text, "zstd"));
        assertThrows(IOException.class, () -> decode(text, "gzip"));
        assertThrows(IOException.class, () -> decode(new byte[0], "gzip"));
    }

    @Test
    void aMediaTypeTellsTextFromBinary() {
        assertTrue(
                MediaType.of("application/problem+json; charset=\"ISO-8859-1\"").json());
        assertEquals(
                StandardCharsets.ISO_8859_1,
                MediaType.of("text/plain;charset=latin1").charset());
        assertEquals(
                StandardCharsets.UTF_8,
                MediaType.of("text/plain; charset=klingon").charsetOrUtf8());
        assertFalse(MediaType.of("image/png").text(text, text.length));
        assertTrue(MediaType.of(null).text(text, text.length));
        assertFalse(MediaType.of(null).text(new byte[] {1, 2}, 2));
    }

    @Test
    void aRequestNamesItsHostInMoreThanOneWay() {
        assertEquals(new Authority("a.example", 8443), Authority.parse("u:p@a.example:8443/x?y@z"));
        assertEquals(new Authority("2001:db8::1", 0), Authority.parse("[2001:db8::1]"));
        assertEquals(new Authority("2001:db8::1", 1), Authority.parse("[2001:db8::1]:1"));
        assertEquals(new Authority("a.example", 0), Authority.parse("a.example:99999"));
        assertEquals(null, Authority.parse(""));
        assertEquals(new Authority("b.example", 0), Authority.of("http://b.example/?u=http://c/", List.of()));
    }

    private static byte[] wrap(byte[] bytes, Wrap wrap) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream coded = wrap.around(out)) {
            coded.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] decode(byte[] bytes, @org.jspecify.annotations.Nullable String codings) throws IOException {
        return BodyCoding.decode(new ByteArrayInputStream(bytes), BodyCoding.of(codings))
                .readAllBytes();
    }
}
