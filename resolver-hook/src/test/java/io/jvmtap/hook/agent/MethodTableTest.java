package io.jvmtap.hook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MethodTableTest {

    private static final byte[] NAME = "wanted".getBytes(StandardCharsets.US_ASCII);

    interface Declares {
        long CONSTANT = 1L << 40;

        void wanted(int[] counts, String text);

        default double wanted() {
            return 1.5e300;
        }
    }

    @Test
    void namesThatAreSoughtTogetherAreFoundLikeTheOthers() throws Exception {
        byte[] sought = "wanted".getBytes(StandardCharsets.US_ASCII);
        byte[] other = "absent".getBytes(StandardCharsets.US_ASCII);
        MethodTable.seek(sought);
        MethodTable.seek(other);
        for (int twice = 0; twice < 2; twice++) {
            assertTrue(MethodTable.declares(bytes(Declares.class), sought, (access, descriptor) -> true));
            assertFalse(MethodTable.declares(bytes(Declares.class), other, (access, descriptor) -> true));
            assertFalse(MethodTable.declares(bytes(OnlyCalls.class), sought, (access, descriptor) -> true));
            MethodTable.forget();
        }
    }

    static final class OnlyCalls {
        final String unwanted = "wanted";

        double call(Declares other) {
            return other.wanted();
        }
    }

    @Test
    void declaredMethodsAreShownToTheFilterWithAccessAndDescriptor() throws Exception {
        List<String> seen = new ArrayList<>();

        boolean found = MethodTable.declares(bytes(Declares.class), NAME, (access, descriptor) -> {
            seen.add(Integer.toHexString(access) + descriptor);
            return false;
        });

        assertFalse(found);
        assertEquals(List.of("401([ILjava/lang/String;)V", "1()D"), seen);
        assertTrue(MethodTable.declares(bytes(Declares.class), NAME, (access, descriptor) -> access == 1));
    }

    @Test
    void aClassThatCallsTheMethodOrHasItsNameAsTextDoesNotDeclareIt() throws Exception {
        assertFalse(MethodTable.declares(bytes(OnlyCalls.class), NAME, (access, descriptor) -> true));
    }

    @Test
    void aClassFileCutShortAnywhereIsReadOrRefusedButNeverMisread() throws Exception {
        byte[] whole = bytes(Declares.class);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            boolean found;
            try {
                found = MethodTable.declares(cut, NAME, (access, descriptor) -> false);
            } catch (RuntimeException e) {
                found = false; // the agent leaves such a class alone
            }
            assertFalse(found, "cut to " + length);
        }
    }

    @Test
    void anUnknownKindOfConstantIsRefused() throws Exception {
        byte[] strange = bytes(Declares.class);
        strange[10] = 99; // the tag of the first constant

        assertThrows(
                IllegalArgumentException.class,
                () -> MethodTable.declares(strange, NAME, (access, descriptor) -> true));
    }

    private static byte[] bytes(Class<?> type) throws Exception {
        try (InputStream in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }
}
