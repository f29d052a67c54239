package io.jvmtap.tls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** TLS versions on the wire and in JSSE. */
final class Versions {
    private static final Map<Integer, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put(0x0304, "TLSv1.3");
        NAMES.put(0x0303, "TLSv1.2");
        NAMES.put(0x0302, "TLSv1.1");
        NAMES.put(0x0301, "TLSv1");
        NAMES.put(0x0300, "SSLv3");
    }

    private Versions() {}

    static String shown(int code) {
        return NAMES.getOrDefault(code, String.format(Locale.ROOT, "0x%04x", code));
    }

    /** Wire values, highest first. */
    static List<Integer> codes() {
        return List.copyOf(NAMES.keySet());
    }

    /**
     * What a hello offers, highest first. Without the supported_versions extension the legacy version is the highest of
     * all that the client may speak (RFC 5246 appendix E.1); how low it would go, it does not say: to TLS 1.0, we take.
     */
    static List<String> offered(ClientHello hello) {
        List<String> offered = new ArrayList<>();
        int highest = hello.versionsListed() ? 0 : hello.versions().get(0);
        NAMES.forEach((code, name) -> {
            boolean implied = code <= highest && code >= 0x0301 || code == highest;
            if (hello.versionsListed() ? hello.versions().contains(code) : implied) {
                offered.add(name);
            }
        });
        return offered;
    }
}
