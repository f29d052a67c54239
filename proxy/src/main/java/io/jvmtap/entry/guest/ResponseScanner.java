package io.jvmtap.entry.guest;

import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Follows the responses to requests whose methods are known; changes nothing. */
abstract class ResponseScanner extends MessageScanner {
    private final Queue<String> methods;
    private int status;

    /** @param methods of the requests that wait for their responses, in order; each is taken out when it has its own */
    ResponseScanner(Queue<String> methods) {
        this.methods = methods;
    }

    /** All that was asked has been answered, or something has that was not. */
    abstract void answered();

    @Override
    byte @Nullable [] startLine(String start) {
        String[] words = start.split(" ", 3);
        status = words.length > 1 && words[1].matches("\\d{3}") ? Integer.parseInt(words[1]) : 0;
        return null;
    }

    @Override
    boolean drops(String name) {
        return false;
    }

    /** RFC 9112 section 6.3. */
    @Override
    Body body() {
        if (status == 101 || status == 0) {
            return Body.TUNNEL;
        }
        boolean none = "HEAD".equals(methods.peek()) || status / 100 == 1 || status == 204 || status == 304;
        return none ? Body.NONE : Body.TOLD;
    }

    @Override
    boolean lastsUntilClose() {
        return true;
    }

    @Override
    void ended() {
        if (status / 100 != 1) {
            methods.poll();
            answered();
        }
    }
}
