package io.jvmtap.dissect.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jvmtap.flow.Header;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The examples of RFC 7541 appendix C, and what Netty encodes. */
class HpackDecoderTest {
    private static final String DATES = "date: Mon, 21 Oct 2013 20:13:2";

    @Test
    void fieldsOfEveryRepresentation() throws Exception {
        // C.2.1 to C.2.4: with indexing, without, never indexed, indexed
        gives("400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572", "custom-key: custom-header");
        gives("040c 2f73 616d 706c 652f 7061 7468", ":path: /sample/path");
        gives("1008 7061 7373 776f 7264 0673 6563 7265 74", "password: secret");
        gives("82", ":method: GET");
    }

    @Test
    void requestsWithoutAndWithHuffman() throws Exception {
        String first = ":method: GET, :scheme: http, :path: /, :authority: www.example.com";
        String second = first + ", cache-control: no-cache";
        String third = ":method: GET, :scheme: https, :path: /index.html, :authority: www.example.com,"
                + " custom-key: custom-value";
        HpackDecoder plain = new HpackDecoder(); // C.3
        gives(plain, "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d", first);
        gives(plain, "8286 84be 5808 6e6f 2d63 6163 6865", second);
        gives(plain, "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65", third);
        HpackDecoder huffman = new HpackDecoder(); // C.4
        gives(huffman, "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff", first);
        gives(huffman, "8286 84be 5886 a8eb 1064 9cbf", second);
        gives(huffman, "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf", third);
    }

    @Test
    void responsesThatOverflowTheTable() throws Exception {
        String first = ":status: 302, cache-control: private, " + DATES + "1 GMT, location: https://www.example.com";
        String second = first.replace("302", "307");
        String third = ":status: 200, cache-control: private, " + DATES + "2 GMT, location: https://www.example.com,"
                + " content-encoding: gzip,"
                + " set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1";
        HpackDecoder plain = small(); // C.5
        gives(
                plain,
                "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133"
                        + " 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
                first);
        gives(plain, "4803 3330 37c1 c0bf", second);
        gives(
                plain,
                "88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a"
                        + " 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49"
                        + " 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31",
                third);
        HpackDecoder huffman = small(); // C.6
        gives(
                huffman,
                "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d"
                        + " 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3",
                first);
        gives(huffman, "4883 640e ffc1 c0bf", second);
        gives(
                huffman,
                "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d"
                        + " d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed"
                        + " 4ee5 b106 3d50 07",
                third);
    }

    @Test
    void everythingThatNettyEncodesWithATableThatShrinksAndGrows() throws Exception {
        Random random = new Random(7541);
        DefaultHttp2HeadersEncoder encoder =
                new DefaultHttp2HeadersEncoder((name, value) -> random.nextInt(8) == 0, true, 64, 0);
        HpackDecoder decoder = new HpackDecoder();
        for (int i = 0; i < 2_000; i++) {
            if (random.nextInt(20) == 0) {
                encoder.configuration().maxHeaderTableSize(random.nextInt(16_384));
            }
            Http2Headers headers = new DefaultHttp2Headers(false);
            List<String> expected = new ArrayList<>();
            for (int field = random.nextInt(12); field >= 0; field--) {
                String name = "name-" + random.nextInt(40);
                String value = value(random);
                headers.add(new AsciiString(name), new AsciiString(value.getBytes(StandardCharsets.ISO_8859_1)));
                expected.add(name + ": " + value);
            }
            ByteBuf block = Unpooled.buffer();
            encoder.encodeHeaders(3, headers, block);
            byte[] bytes = ByteBufUtil.getBytes(block);
            List<String> decoded = decoder.decode(bytes, 0, bytes.length).stream()
                    .map(Header::toString)
                    .sorted()
                    .toList();
            assertEquals(expected.stream().sorted().toList(), decoded);
        }
    }

    /** Letters, so that Huffman is worth while, with bytes of all kinds among them. */
    private static String value(Random random) {
        StringBuilder value = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            value.append((char) (random.nextInt(10) == 0 ? random.nextInt(256) : 'a' + random.nextInt(26)));
        }
        return value.toString();
    }

    /** Whose peer allows 256 bytes, as in the examples. */
    private static HpackDecoder small() throws NotHttp2 {
        HpackDecoder decoder = new HpackDecoder();
        gives(decoder, "3fe1 01", "");
        return decoder;
    }

    private static void gives(String hex, String fields) throws NotHttp2 {
        gives(new HpackDecoder(), hex, fields);
    }

    private static void gives(HpackDecoder decoder, String hex, String fields) throws NotHttp2 {
        byte[] block = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertEquals(
                fields,
                decoder.decode(block, 0, block.length).stream()
                        .map(Header::toString)
                        .collect(Collectors.joining(", ")));
    }
}
