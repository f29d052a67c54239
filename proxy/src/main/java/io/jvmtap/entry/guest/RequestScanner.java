package io.jvmtap.entry.guest;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes of requests to a proxy the requests that the server would have got without one: the target in origin form, as a
 * server must be sent it by clients (RFC 9112 section 3.2.1) and as some servers demand it, and no fields that are for the
 * proxy alone. Everything else passes as it came.
 */
abstract class RequestScanner extends MessageScanner {
    @Override
    byte @Nullable [] startLine(String start) {
        HttpTarget target = HttpTarget.of(start);
        return target == null ? null : (target.originForm() + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    boolean drops(String name) {
        return name.equals("proxy-connection") || name.equals("proxy-authorization");
    }

    @Override
    Body body() {
        return Body.TOLD;
    }

    @Override
    boolean lastsUntilClose() {
        return false;
    }
}
