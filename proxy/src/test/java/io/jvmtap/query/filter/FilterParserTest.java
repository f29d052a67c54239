package io.jvmtap.query.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
    private static final Filter A = word("a");
    private static final Filter B = word("b");
    private static final Filter C = word("c");

    @Test
    void signsBindAsInMitmproxyAndNeighboursMeanAnd() throws Exception {
        assertEquals(new Filter.All(List.of(A, B)), parse("a b"));
        assertEquals(new Filter.Any(List.of(A, new Filter.All(List.of(B, C)))), parse("a | b & c"));
        assertEquals(new Filter.All(List.of(new Filter.Any(List.of(A, B)), C)), parse("a | b c"));
        assertEquals(new Filter.All(List.of(new Filter.Not(A), B)), parse("!a b"));
        assertEquals(new Filter.Not(new Filter.Any(List.of(A, B))), parse("! ( a | b )"));
        assertEquals(new Filter.All(List.of(A, new Filter.Any(List.of(B, C)))), parse("a(b |c)"));
        assertEquals(new Filter.Not(A), parse("-a"));
        assertEquals(Filter.EVERYTHING, parse("  "));
    }

    @Test
    void aWordMayHoldSignsAndQuotesMayHoldAnything() throws Exception {
        assertEquals(word("a|b"), parse("a|b"));
        assertEquals(word("/x?a=1&b=2"), parse("/x?a=1&b=2"));
        assertEquals(word("https://a.example:8443/b"), parse("https://a.example:8443/b"));
        assertEquals(word("~x (y) \"z\" \\d"), parse("\"~x (y) \\\"z\\\" \\d\""));
        assertEquals(word("it's"), parse("\"it's\""));
        assertEquals(new Filter.Matches(TextField.HOST, Regex.of("a b")), parse("~d 'a b'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "~a",
                "~all",
                "~dns",
                "~e",
                "~http",
                "~marked",
                "~q",
                "~replay",
                "~replayq",
                "~replays",
                "~s",
                "~tcp",
                "~udp",
                "~websocket",
                "~bypass",
                "~b x",
                "~bq x",
                "~bs x",
                "~c 200",
                "~comment x",
                "~d x",
                "~dst x",
                "~h x",
                "~hq x",
                "~hs x",
                "~m x",
                "~marker x",
                "~meta x",
                "~src x",
                "~t x",
                "~tq x",
                "~ts x",
                "~u x",
                "~caller x",
                "~thread x",
                "~pid 1",
                "~proto h2",
                "~dur >500ms",
                "~dur > 1.5s",
                "~size >1M",
                "~size <=10KiB",
                "~lookup x",
                "~route x",
                "~target x",
                "~grpc x",
                "~port 443",
                "~c 5xx",
                "~c>=400",
                "domain:x",
                "method:GET",
                "scheme:https",
                "status-code:200",
                "mime-type:text/html",
                "is:running",
                "is:from-cache",
                "larger-than:1k",
                "url:x",
                "has-response-header:etag",
                "response-header-set-cookie:x",
                "cookie-name:x",
                "cookie-value:x",
                "cookie-domain:x",
                "cookie-path:/",
                "set-cookie-name:x",
                "set-cookie-value:x",
                "set-cookie-domain:x",
                "priority:high",
                "mixed-content:all",
                "has-overrides:yes",
                "resource-type:image",
                "-method:GET",
                "url:\"a b\""
            })
    void everyOperatorOfMitmproxyAndEveryKeyOfTheBrowsersIsKnown(String expression) throws Exception {
        Filter filter = parse(expression);
        assertTrue(!(filter instanceof Filter.Word) && !(filter instanceof Filter.All all && isWord(all)), expression);
        assertEquals(new Filter.Not(filter), parse("!" + expression));
    }

    private static boolean isWord(Filter.All all) {
        return all.parts().stream().anyMatch(Filter.Word.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '`',
            value = {
                "a ~x b@2@no operator ~x",
                "~d@0@~d wants a regular expression",
                "~d a |@6@missing at the end",
                "(a | b@0@not closed",
                "a b)@3@closes nothing",
                "a & | b@4@missing before this sign",
                "()@0@nothing between",
                "~c abc@3@a status is 404",
                "~dur 5parsec@5@a duration is",
                "~size big@6@a size is",
                "~u 'a[b'@6@unclosed character class",
                "~u a**+?{@5@no regular expression",
                "'abc@0@quote is not closed",
                "method:@0@wants a value",
                "is:tasty@3@is:running",
                "--json@0@no option",
                "a - b@2@without a blank",
                "~da.example@0@no operator ~da",
                "~d.example@2@a blank belongs"
            })
    void aWrongExpressionShowsWhereItWentWrong(String expression, int place, String words) {
        FilterSyntaxException wrong = assertThrows(FilterSyntaxException.class, () -> parse(expression));
        String said = String.valueOf(wrong.getMessage());
        assertTrue(said.contains(words), said);
        assertEquals(place, wrong.place(), wrong::shown);
        assertEquals(expression + "\n" + " ".repeat(place) + "^", wrong.shown());
    }

    @Test
    void deepNestingIsRefusedRatherThanFatal() {
        assertThrows(FilterSyntaxException.class, () -> parse("(".repeat(100_000)));
        assertThrows(FilterSyntaxException.class, () -> parse("!".repeat(100_000) + "a"));
    }

    private static Filter parse(String text) throws FilterSyntaxException {
        return FilterParser.parse(text);
    }

    private static Filter word(String word) {
        return new Filter.Word(word, Regex.of(word));
    }
}
