package io.jvmtap.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jvmtap.flow.Header;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // an unexpected null fails the test, as it should
class GrpcStatusTest {
    private static final Header TYPE = new Header("Content-Type", "application/grpc+proto");

    @Test
    void standsInTrailersOrInAnAnswerThatIsNothingElse() {
        List<Header> status = List.of(new Header("grpc-status", "5"), new Header("grpc-message", "gone"));
        assertEquals(new GrpcStatus(5, "gone"), GrpcStatus.of(List.of(TYPE), status));
        assertEquals(new GrpcStatus(5, "gone"), GrpcStatus.of(List.of(status.get(0), TYPE, status.get(1)), List.of()));
        assertEquals(new GrpcStatus(0, ""), GrpcStatus.of(List.of(TYPE), List.of(new Header("Grpc-Status", "0"))));
    }

    @Test
    void isThereOnlyForAnswersOfGrpcThatSayIt() {
        Header status = new Header("grpc-status", "5");
        assertNull(GrpcStatus.of(List.of(new Header("content-type", "text/html"), status), List.of()));
        assertNull(GrpcStatus.of(List.of(status), List.of(status)));
        assertNull(GrpcStatus.of(List.of(TYPE), List.of()));
        assertNull(GrpcStatus.of(List.of(TYPE), List.of(new Header("grpc-status", "five"))));
    }

    @Test
    void theMessageIsPercentEncodedUtf8AndWhatIsNotStays() {
        assertEquals("a \u00fc %", message("a %C3%bc %25"));
        assertEquals("100 % %zz %4 %", message("100 % %zz %4 %"));
        assertEquals("two\nlines", message("two%0Alines"));
    }

    @Test
    void codesHaveNames() {
        assertEquals("16 UNAUTHENTICATED", new GrpcStatus(16, "").label());
        assertEquals("17", new GrpcStatus(17, "").label());
        assertEquals("-1", new GrpcStatus(-1, "").label());
        assertTrue(new GrpcStatus(0, "").ok());
        assertFalse(new GrpcStatus(1, "").ok());
    }

    private static String message(String encoded) {
        return GrpcStatus.of(
                        List.of(TYPE), List.of(new Header("grpc-status", "2"), new Header("grpc-message", encoded)))
                .message();
    }
}
