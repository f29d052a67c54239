package io.jvmtap.differential.programs;

/** The cases that the programs know, by the path of the test server they go to. */
final class Cases {
    /** Size of what {@code echo} posts: more than fits any buffer on the way. */
    static final int BIG = 5_000_000;

    private Cases() {}

    static String method(String name) {
        return switch (name) {
            case "echo", "continue" -> "POST";
            case "head" -> "HEAD";
            default -> "GET";
        };
    }

    /** What the case sends, empty for most. */
    static byte[] body(String name) {
        byte[] body = new byte[name.equals("echo") ? BIG : name.equals("continue") ? 70_000 : 0];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31 + i / 251);
        }
        return body;
    }
}
