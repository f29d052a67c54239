package io.jvmtap.query.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "stripe, stripe",
                "^/v1/charges$, /v1/charges",
                "api\\.stripe\\.com, api.stripe.com",
                "ab?cd, cd",
                "abc*, ab",
                "abcd{0}ef, abc",
                "ab+cd, ab",
                "(foo|bar)baz, baz",
                "a|bcd, -",
                "(?x)a b, -",
                "[ab]cdef[(]gh, cdef",
                "\\d+items\\x41bcdefgh, -",
                "\\d+items, items",
                "x, -",
                "äbcdö, -",
                "(a[)]bcdef)gh, gh"
            })
    void whatAMatchCannotDoWithoutIsFound(String regex, String literal) {
        assertEquals(literal, Regex.of(regex).literal());
    }

    @Test
    void theLiteralIsInEveryTextThatMatches() {
        Random random = new Random(7);
        String signs = "abcAB.*+?|()[]{}\\12-^$";
        int matched = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder pattern = new StringBuilder();
            for (int length = 2 + random.nextInt(6); length > 0; length--) {
                pattern.append(signs.charAt(random.nextInt(signs.length())));
            }
            Regex regex;
            try {
                regex = Regex.of(pattern.toString());
            } catch (IllegalArgumentException e) {
                continue;
            }
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(7); length > 0; length--) {
                text.append("abAB12.".charAt(random.nextInt(7)));
            }
            if (regex.literal() != null && regex.find(text)) {
                matched++;
                assertTrue(
                        text.toString().toLowerCase().contains(regex.literal().toLowerCase()), regex + " on " + text);
            }
        }
        assertTrue(matched > 50, () -> "too few to tell");
    }

    @Test
    void aPatternThatExplodesIsCutOff() {
        RegexOverrun overrun =
                assertThrows(RegexOverrun.class, () -> Regex.of("(.*a){12}b").find("a".repeat(100) + "c"));
        assertEquals("the regular expression (.*a){12}b takes too long", overrun.getMessage());
        assertThrows(RegexOverrun.class, () -> Regex.of("(a+)+\\1b").find("a".repeat(100) + "c"));
        assertThrows(RegexOverrun.class, () -> Regex.of("(?:a|b)*c").find("ab".repeat(500_000)));
        assertTrue(Regex.of("(a+)+b").find("aaaab"));
        assertFalse(Regex.of("needle").find("hay".repeat(1_000_000)));
    }

    @Test
    void caseNeverCountsAndWholeTextsAreWhole() {
        assertTrue(Regex.of("STRIPE").find("api.stripe.com"));
        assertTrue(Regex.of("Ä").find("ä"));
        assertTrue(Regex.exactly("GET").find("get"));
        assertFalse(Regex.exactly("GET").find("get\n"));
        assertTrue(Regex.glob("*.Example.com").find("a.b.example.com"));
        assertFalse(Regex.glob("*.example.com").find("example.com"));
        assertTrue(Regex.containing("a.b(").find("xA.B(y"));
        assertNull(Regex.glob("*").literal());
    }
}
