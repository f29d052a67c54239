package io.jvmtap.hook;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the last COVERAGE frame said. */
final class Coverage {
    private Coverage() {}

    /** Errors that hooks swallowed. */
    static long errors(TestProxy proxy) {
        return ByteBuffer.wrap(last(proxy).each(4).get(0)).getLong();
    }

    /** Connections that went to their real address. */
    static long bypassed(TestProxy proxy) {
        return ByteBuffer.wrap(last(proxy).each(3).get(0)).getLong();
    }

    /** The line of a hook: name, state, runs, errors, with tabs; empty if there is none. */
    static String line(TestProxy proxy, String hook) {
        for (byte[] line : last(proxy).each(1)) {
            String text = new String(line, StandardCharsets.UTF_8);
            if (text.startsWith(hook + "\t")) {
                return text;
            }
        }
        return "";
    }

    /** Every text of one field. */
    static List<String> texts(TestProxy proxy, int field) {
        return last(proxy).each(field).stream()
                .map(text -> new String(text, StandardCharsets.UTF_8))
                .toList();
    }

    private static TestProxy.Frame last(TestProxy proxy) {
        List<TestProxy.Frame> all = proxy.frames(0x05);
        return all.get(all.size() - 1);
    }
}
