package io.jvmtap.tls;

import io.netty.util.NetUtil;
import java.net.IDN;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a certificate is for a host (RFC 9525). Only alternative names count: the common name has not meant a host since
 * 2011 (RFC 6125), and browsers have stopped reading it.
 */
final class ServerNames {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    /** Names shown when none fits; some certificates have hundreds. */
    private static final int SHOWN = 5;

    private ServerNames() {}

    /** @return null if the certificate is for that host, else why not */
    static @Nullable Refusal check(X509Certificate leaf, String host) {
        Collection<List<?>> names;
        try {
            names = leaf.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            return new Refusal(Refusal.Kind.MALFORMED, "the certificate's names cannot be read: " + e.getMessage());
        }
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        String name = address == null ? ascii(host) : host;
        List<String> others = new ArrayList<>();
        for (List<?> one : names == null ? List.<List<?>>of() : names) {
            String value = String.valueOf(one.get(1));
            boolean dns = Integer.valueOf(DNS_NAME).equals(one.get(0));
            boolean ip = Integer.valueOf(IP_ADDRESS).equals(one.get(0));
            if (address == null && dns && matches(value.toLowerCase(Locale.ROOT), name)
                    || address != null
                            && ip
                            && Arrays.equals(address, NetUtil.createByteArrayFromIpAddressString(value))) {
                return null;
            }
            if (dns || ip) {
                others.add(value);
            }
        }
        String instead = others.isEmpty()
                ? "it names no host (subjectAltName)"
                : "it is for " + String.join(", ", others.subList(0, Math.min(SHOWN, others.size())))
                        + (others.size() > SHOWN ? " and " + (others.size() - SHOWN) + " more" : "");
        return new Refusal(Refusal.Kind.WRONG_HOST, "the certificate is not for " + host + ": " + instead);
    }

    /** RFC 9525 section 6.3: a wildcard is the whole leftmost label and stands for exactly one. */
    private static boolean matches(String pattern, String name) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(name);
        }
        int dot = name.indexOf('.');
        // Nobody owns a whole top-level domain: *.com is a mistake or worse.
        boolean wide = pattern.indexOf('.', 2) < 0;
        return dot > 0 && !wide && pattern.substring(1).equals(name.substring(dot));
    }

    private static String ascii(String host) {
        String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        try {
            return IDN.toASCII(bare).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return bare.toLowerCase(Locale.ROOT);
        }
    }
}
