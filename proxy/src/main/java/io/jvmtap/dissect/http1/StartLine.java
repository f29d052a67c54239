package io.jvmtap.dissect.http1;

/** Request line and status line (RFC 9112 sections 3 and 4). */
final class StartLine {
    /** The longest registered method has 17 letters (UPDATEREDIRECTREF); more than this without a blank is no request. */
    static final int MAX_METHOD = 64;

    private static final String VERSION = "HTTP/1.";
    private static final String NO_REQUEST = "not a request line of HTTP/1";
    private static final String NO_STATUS = "not a status line of HTTP/1";

    private StartLine() {}

    /** @param target exactly as sent, blanks of a broken client included */
    record Request(String method, String target, String version) {}

    /** @param reason exactly as sent, empty where there is none */
    record Status(String version, int status, String reason) {}

    static Request request(String line) throws NotHttp {
        int method = line.indexOf(' ');
        int version = line.lastIndexOf(' ');
        if (method < 0
                || version <= method + 1
                || method > MAX_METHOD
                || !Tokens.isToken(line.substring(0, method))
                || !isVersion(line.substring(version + 1))
                || line.chars().anyMatch(c -> c < ' ')) {
            throw new NotHttp(NO_REQUEST);
        }
        return new Request(line.substring(0, method), line.substring(method + 1, version), line.substring(version + 1));
    }

    static boolean isRequest(String line) {
        try {
            request(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
            return true;
        } catch (NotHttp no) {
            return false;
        }
    }

    static Status status(String line) throws NotHttp {
        int version = VERSION.length() + 1;
        int end = version + 4;
        if (line.length() < end
                || !isVersion(line.substring(0, version))
                || line.charAt(version) != ' '
                || (line.length() > end && line.charAt(end) != ' ')) {
            throw new NotHttp(NO_STATUS);
        }
        int status = 0;
        for (int i = version + 1; i < end; i++) {
            int digit = line.charAt(i) - '0';
            if (digit < 0 || digit > 9 || (status == 0 && digit == 0)) {
                throw new NotHttp(NO_STATUS);
            }
            status = status * 10 + digit;
        }
        String reason = line.length() > end ? line.substring(end + 1) : "";
        return new Status(line.substring(0, version), status, reason);
    }

    /** Looks at the opening of a request line, which need not be whole. */
    static void requestOpens(byte[] bytes, int length) throws NotHttp {
        for (int i = 0; i < length && (bytes[i] != ' ' || i == 0); i++) {
            if (!Tokens.isToken(bytes[i]) || i == MAX_METHOD) {
                throw new NotHttp(NO_REQUEST);
            }
        }
    }

    /** Looks at the opening of a status line, which need not be whole. */
    static void statusOpens(byte[] bytes, int length) throws NotHttp {
        for (int i = 0; i < length && i < VERSION.length(); i++) {
            if (bytes[i] != VERSION.charAt(i)) {
                throw new NotHttp(NO_STATUS);
            }
        }
    }

    private static boolean isVersion(String text) {
        return text.length() == VERSION.length() + 1
                && text.startsWith(VERSION)
                && text.charAt(VERSION.length()) >= '0'
                && text.charAt(VERSION.length()) <= '9';
    }
}
