package io.jvmtap.view.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyFormatsTest {
    /** Most are examples of RFC 8949 appendix A. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "00@0",
                "1bffffffffffffffff@18446744073709551615",
                "3bffffffffffffffff@-18446744073709551616",
                "3903e7@-1000",
                "f93c00@1.0",
                "f97bff@65504.0",
                "f90400@6.103515625E-5",
                "f9fc00@-Infinity",
                "fb3ff199999999999a@1.1",
                "f5@true",
                "f7@undefined",
                "f8ff@simple(255)",
                "c074323031332d30332d32315432303a30343a30305a@0(\"2013-03-21T20:04:00Z\")",
                "4401020304@h'01020304'",
                "62225c@\"\\\"\\\\\"",
                "7f657374726561646d696e67ff@\"streaming\"",
                "80@[]",
                "a0@{}",
                "9f018202039f0405ffff@[ 1, [ 2, 3 ], [ 4, 5 ] ]",
                "bf61610161629f0203ffff@{ \"a\": 1, \"b\": [ 2, 3 ] }",
                "5f42010243030405ff@( h'0102', h'030405' )",
                "d818456449455446@24(h'6449455446')"
            })
    void cborIsShownInItsDiagnosticNotation(String hex, String text) {
        assertEquals(text, CborText.of(bytes(hex), hex.length() / 2).replaceAll("\\s+", " "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "82a7636f6d70616374c3a6736368656d6100@{ \"compact\": true, \"schema\": 0 }",
                "93ff01c0@[ -1, 1, null ]",
                "cb3ff199999999999a@1.1",
                "cfffffffffffffffff@18446744073709551615",
                "d1fc18@-1000",
                "c4020aff@h'0aff'",
                "d9026869@\"hi\"",
                "d6ff00000001@1970-01-01T00:00:01Z",
                "d40501@extension(5, h'01')",
                "de000101c2@{ 1: false }"
            })
    void messagePackIsShownInTheLooksOfJson(String hex, String text) {
        assertEquals(text, MessagePackText.of(bytes(hex), hex.length() / 2).replaceAll("\\s+", " "));
    }

    @Test
    void whatIsNotOfTheFormatIsRefusedAndNeverWorse() {
        Random random = new Random(3);
        for (int i = 0; i < 50_000; i++) {
            byte[] junk = new byte[random.nextInt(40)];
            random.nextBytes(junk);
            for (int format = 0; format < 3; format++) {
                try {
                    switch (format) {
                        case 0 -> CborText.of(junk, junk.length);
                        case 1 -> MessagePackText.of(junk, junk.length);
                        default -> ImageText.of(junk, junk.length);
                    }
                } catch (IllegalArgumentException e) {
                    assertTrue(e.getMessage() != null);
                }
            }
            String text = new String(junk, StandardCharsets.ISO_8859_1)
                    .replace('a', '<')
                    .replace('b', '>');
            MarkupText.of("<" + text, i % 2 == 0);
        }
        byte[] deep = new byte[100_000];
        java.util.Arrays.fill(deep, (byte) 0x81);
        assertThrows(IllegalArgumentException.class, () -> CborText.of(deep, deep.length));
        java.util.Arrays.fill(deep, (byte) 0x91);
        assertThrows(IllegalArgumentException.class, () -> MessagePackText.of(deep, deep.length));
        assertThrows(IllegalArgumentException.class, () -> CborText.of(bytes("5bffffffffffffffff"), 9));
    }

    @Test
    void imagesSayWhatTheyAreAndHowLarge() throws Exception {
        for (String kind : List.of("png", "gif", "jpg", "bmp")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(31, 17, BufferedImage.TYPE_INT_RGB), kind, out);
            String name = kind.equals("jpg") ? "JPEG" : kind.toUpperCase(java.util.Locale.ROOT);
            assertEquals(name + " image, 31 x 17", ImageText.of(out.toByteArray(), out.size()));
        }
        byte[] webp = Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");
        assertEquals("WebP image, 1 x 1", ImageText.of(webp, webp.length));
        assertNull(ImageText.of(bytes("0102"), 2));
        assertNull(ImageText.of(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}, 8));
    }

    @Test
    void markupIsLaidOutAndOtherwiseLeftAlone() {
        assertEquals(
                """
                <?xml version="1.0"?>
                <a x="1 > 0">
                  <b>text</b>
                  <!-- note -->
                  <c/>
                  <d>
                    <e></e>
                    tail
                  </d>
                  <![CDATA[ <raw> ]]>
                </a>
                """,
                MarkupText.of(
                        "<?xml version=\"1.0\"?><a x=\"1 > 0\"><b>text</b><!-- note --><c/><d>\n <e></e>tail</d>"
                                + "<![CDATA[ <raw> ]]></a>",
                        false));
        assertEquals(
                """
                <!DOCTYPE html>
                <html>
                  <body>
                    <p>a</p>
                    <br>
                    <pre> x
                 <b>y</b></pre>
                    <SCRIPT>if (a < b) { c("</p>") }</SCRIPT>
                  </body>
                </html>
                """,
                MarkupText.of(
                        "<!DOCTYPE html><html><body><p>a</p><br><pre> x\n <b>y</b></pre>"
                                + "<SCRIPT>if (a < b) { c(\"</p>\") }</SCRIPT></body></html>",
                        true));
        assertEquals("no markup\n", MarkupText.of("no markup", false));
    }

    @Test
    void formsShowWhatWasMeant() {
        assertEquals(
                "amount:   100\npassword: a b&c=d\nflag:     \nbad:      %zz\n",
                FormText.of("amount=100&password=a+b%26c%3Dd&flag&bad=%zz", StandardCharsets.UTF_8));
    }

    @Test
    void aGraphqlRequestShowsItsDocument() {
        assertEquals(
                "# operation: Q\nquery Q($id: ID!) {\n  user(id: $id) { name }\n}\n\n# variables\n{\n  \"id\": \"7\",\n"
                        + "  \"n\": [\n    1,\n    null\n  ]\n}\n",
                GraphqlText.of(
                        "{\"operationName\":\"Q\",\"query\":\"query Q($id: ID!) {\\n  user(id: $id) { name }\\n}\","
                                + "\"variables\":{\"id\":\"7\",\"n\":[1,null]}}"));
        assertNull(GraphqlText.of("{\"query\":\"cheap flights\"}"));
        assertNull(GraphqlText.of("[1]"));
        assertNull(GraphqlText.of("{\"query\":"));
    }

    @Test
    void aMultipartBodyFallsIntoItsParts() {
        byte[] body = ("preamble\r\n--b 1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\ntwo\r\n"
                        + "--b 1\r\nContent-Type: image/png\r\n\r\n\u0089PNG\r\n--b 1\r\n\r\nbare\r\n--b 1--\r\nepilogue")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertEquals("b 1", MultipartText.boundary("multipart/form-data; charset=x; boundary=\"b 1\""));
        List<MultipartText.Part> parts = MultipartText.parts(body, body.length, "b 1");
        assertEquals(3, parts.size());
        assertEquals("one\r\ntwo", new String(parts.get(0).body(), StandardCharsets.ISO_8859_1));
        assertEquals("Content-Type: image/png", parts.get(1).head());
        assertEquals("bare", new String(parts.get(2).body(), StandardCharsets.ISO_8859_1));
        for (int length = 0; length < body.length; length++) {
            int cut = length;
            if (cut < 15) {
                assertThrows(IllegalArgumentException.class, () -> MultipartText.parts(body, cut, "b 1"));
            } else {
                MultipartText.parts(body, cut, "b 1");
            }
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
