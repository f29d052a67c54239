package io.jvmtap.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void whatIsWrittenIsReadBack() {
        StringBuilder text = new StringBuilder();
        JsonWriter json = new JsonWriter(text);
        json.beginObject()
                .name("a")
                .beginArray()
                .value(1)
                .value(-2.5)
                .value(true)
                .value((String) null);
        json.beginArray().endArray().beginObject().endObject().endArray();
        json.name("b\"\\\n\u0001\ud800x").value("\u00e9\ud83d\ude00").endObject();
        assertEquals(
                "{\"a\":[1,-2.5,true,null,[],{}],\"b\\\"\\\\\\n\\u0001\\ud800x\":\"\u00e9\ud83d\ude00\"}",
                text.toString());
        assertEquals(
                Map.of(
                        "a",
                        Arrays.asList(1L, -2.5, true, null, List.of(), Map.of()),
                        "b\"\\\n\u0001\ud800x",
                        "\u00e9\ud83d\ude00"),
                JsonReader.read(text.toString()));
    }

    @Test
    void everyTextThatIsCutOffIsRefused() {
        String whole = "{\"a\":[1,\"\\u0041\",true,null]}";
        for (int length = 0; length < whole.length(); length++) {
            String cut = whole.substring(0, length);
            assertThrows(IllegalArgumentException.class, () -> JsonReader.read(cut), cut);
        }
    }

    @Test
    void whatIsNoJsonIsRefused() {
        for (String bad : List.of("[1,]", "{a:1}", "01x", "\"\\q\"", "\"\n\"", "[1] 2", "tru", "[".repeat(100_000))) {
            assertThrows(IllegalArgumentException.class, () -> JsonReader.read(bad), bad);
        }
        assertThrows(IllegalArgumentException.class, () -> JsonReader.strings("[1]"));
        assertThrows(IllegalArgumentException.class, () -> new JsonWriter(new StringBuilder()).value(Double.NaN));
    }
}
