package io.jvmtap.dissect.http1;

/** Tokens of RFC 9110 section 5.6.2. */
final class Tokens {
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '0'; c <= 'z'; c++) {
            TOKEN[c] = Character.isLetterOrDigit(c);
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            TOKEN[c] = true;
        }
    }

    private Tokens() {}

    static boolean isToken(int octet) {
        return octet >= 0 && octet < TOKEN.length && TOKEN[octet];
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(Tokens::isToken);
    }
}
