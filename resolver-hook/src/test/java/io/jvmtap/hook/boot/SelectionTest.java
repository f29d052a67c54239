package io.jvmtap.hook.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final Selection ALL = new Selection(List.of(), List.of());

    @Test
    void withoutGlobsEveryNameIsSelectedButThisMachines() {
        assertTrue(ALL.selects("api.example.com"));
        assertTrue(ALL.selects("10.1.2.3"));
        assertFalse(ALL.selects("localhost"));
        assertFalse(ALL.selects("LOCALHOST."));
        assertFalse(ALL.selects("db.localhost"));
        assertFalse(ALL.selects(""));
        assertFalse(ALL.selects(null));
    }

    @Test
    void theDotOfTheRootAndTheCaseDoNotMatter() {
        Selection one = new Selection(List.of("API.example.com"), List.of());
        assertTrue(one.selects("api.EXAMPLE.com."));
        assertFalse(one.selects("other.example.com"));
    }

    @Test
    void anExclusionWinsOverAnInclusion() {
        Selection some = new Selection(Selection.globs(" *.example.com\tapi.* "), Selection.globs("bad.*"));
        assertTrue(some.selects("a.example.com"));
        assertTrue(some.selects("api.other"));
        assertFalse(some.selects("example.com"));
        assertFalse(some.selects("bad.example.com"));
    }

    @Test
    void starsAndQuestionMarksMatchWholeNames() {
        assertTrue(Selection.matches("*", ""));
        assertTrue(Selection.matches("a*b*c", "aXbXbc"));
        assertTrue(Selection.matches("??.x", "ab.x"));
        assertFalse(Selection.matches("??.x", "a.x"));
        assertFalse(Selection.matches("a*", "ba"));
        assertFalse(Selection.matches("", "a"));
        assertFalse(Selection.matches("*a".repeat(40), "a".repeat(30) + "b"));
    }

    @Test
    void literalsAreToldFromNames() {
        for (String literal : List.of("1.2.3.4", "::1", "fe80::1%eth0", "2130706433")) {
            assertTrue(Selection.isLiteral(literal), literal);
        }
        for (String name : List.of("a.b", "1.2.3.example", "cafe", "1a")) {
            assertFalse(Selection.isLiteral(name), name);
        }
    }

    @Test
    void noGlobsAreNone() {
        assertEquals(List.of(), Selection.globs(null));
        assertEquals(List.of(), Selection.globs("  "));
    }
}
