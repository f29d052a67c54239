package io.jvmtap.tls;

import io.jvmtap.flow.TlsOffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a ClientHello looks like from outside: its offer by name, JA3 (github.com/salesforce/ja3) and JA4 (FoxIO, "JA4: TLS
 * client fingerprinting"). GREASE is left out of all.
 */
public final class Fingerprints {
    private static final int SERVER_NAME = 0;
    private static final int ALPN = 16;
    /** JA4 counts in two digits. */
    private static final int MOST = 99;

    private static final int HASH_DIGITS = 12;
    private static final String NOTHING = "0".repeat(HASH_DIGITS);

    /** Named for the record only: no JDK takes these names everywhere (IANA TLS Supported Groups). */
    private static final Map<Integer, String> HYBRID_GROUPS =
            Map.of(0x11EB, "SecP256r1MLKEM768", 0x11EC, "X25519MLKEM768", 0x11ED, "SecP384r1MLKEM1024");

    private static final Map<Integer, String> JA4_VERSIONS =
            Map.of(0x0304, "13", 0x0303, "12", 0x0302, "11", 0x0301, "10", 0x0300, "s3", 0x0002, "s2");

    private Fingerprints() {}

    public static TlsOffer offer(ClientHello hello) {
        return new TlsOffer(
                hello.versionsListed()
                        ? hello.versions().stream().map(Versions::shown).toList()
                        : Versions.offered(hello),
                hello.cipherSuites().stream().map(CodePoints.SUITES::shown).toList(),
                hello.groups().stream().map(Fingerprints::group).toList(),
                hello.signatureSchemes().stream()
                        .map(CodePoints.SIGNATURES::shown)
                        .toList(),
                hello.alpn(),
                hello.serverName(),
                ja3(hello),
                ja4(hello));
    }

    static String group(int code) {
        String hybrid = HYBRID_GROUPS.get(code);
        return hybrid != null ? hybrid : CodePoints.GROUPS.shown(code);
    }

    static String ja3(ClientHello hello) {
        String text = String.join(
                ",",
                Integer.toString(hello.shape().legacyVersion()),
                joined(hello.cipherSuites()),
                joined(hello.shape().extensions()),
                joined(hello.groups()),
                joined(hello.shape().pointFormats()));
        return digest("MD5", text);
    }

    static String ja4(ClientHello hello) {
        List<Integer> extensions = hello.shape().extensions();
        int version = hello.versionsListed()
                ? hello.versions().stream().max(Integer::compare).orElse(0)
                : hello.shape().legacyVersion();
        String first = "t" + JA4_VERSIONS.getOrDefault(version, "00")
                + (extensions.contains(SERVER_NAME) ? "d" : "i")
                + count(hello.cipherSuites())
                + count(extensions)
                + (hello.alpn().isEmpty() ? "00" : ends(hello.alpn().get(0)));
        String suites = sorted(hello.cipherSuites());
        String types = sorted(extensions.stream()
                .filter(type -> type != SERVER_NAME && type != ALPN)
                .toList());
        String signatures = hello.signatureSchemes().stream()
                .map(Fingerprints::hex)
                .collect(Collectors.joining(",", hello.signatureSchemes().isEmpty() ? "" : "_", ""));
        return first + "_" + hash(suites) + "_" + (extensions.isEmpty() ? NOTHING : hash(types + signatures));
    }

    private static String joined(List<Integer> codes) {
        return codes.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }

    private static String count(List<Integer> codes) {
        return String.format(Locale.ROOT, "%02d", Math.min(MOST, codes.size()));
    }

    /** First and last character of a name; of their hexadecimal digits where one is not alphanumeric. */
    private static String ends(String name) {
        if (name.isEmpty()) {
            return "00";
        }
        char first = name.charAt(0);
        char last = name.charAt(name.length() - 1);
        if (alphanumeric(first) && alphanumeric(last)) {
            return "" + first + last;
        }
        HexFormat hex = HexFormat.of();
        return "" + hex.toHexDigits((byte) first).charAt(0)
                + hex.toHexDigits((byte) last).charAt(1);
    }

    private static boolean alphanumeric(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static String sorted(List<Integer> codes) {
        return codes.stream().map(Fingerprints::hex).sorted().collect(Collectors.joining(","));
    }

    private static String hex(int code) {
        return HexFormat.of().toHexDigits((short) code);
    }

    private static String hash(String text) {
        return text.isEmpty() ? NOTHING : digest("SHA-256", text).substring(0, HASH_DIGITS);
    }

    private static String digest(String algorithm, String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
