package io.jvmtap.ca;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.util.IPAddress;

/**
 * The host that a leaf is for, as a client asked for it.
 *
 * @param text lower case, ASCII, without brackets, zone or final dot
 * @param address whether it is a literal IP address
 */
record HostName(String text, boolean address) {
    /** RFC 1035 section 2.3.4, in its textual form. */
    private static final int MAX_LENGTH = 253;

    /** Letters, digits, hyphen, and what is seen in practice besides: underscores, and the wildcard of a route. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9_*-]{1,63}(\\.[a-z0-9_*-]{1,63})*");

    /** @throws CaException if that cannot be a host; the name may come from a hostile client */
    static HostName of(String asked) {
        String text = asked.startsWith("[") && asked.endsWith("]") ? asked.substring(1, asked.length() - 1) : asked;
        int zone = text.indexOf('%');
        String bare = zone < 0 ? text : text.substring(0, zone);
        if (IPAddress.isValidIPv4(bare) || IPAddress.isValidIPv6(bare)) {
            return new HostName(bare.toLowerCase(Locale.ROOT), true);
        }
        String name = ascii(text.endsWith(".") ? text.substring(0, text.length() - 1) : text);
        if (name.length() > MAX_LENGTH || !NAME.matcher(name).matches()) {
            throw new CaException(
                    "no leaf can be made for the host name " + shown(asked), "ask for a DNS name or an IP address");
        }
        return new HostName(name, false);
    }

    GeneralName generalName() {
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, text);
    }

    private static String ascii(String name) {
        try {
            return IDN.toASCII(name).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noName) {
            return "";
        }
    }

    private static String shown(String asked) {
        String clean = asked.replaceAll("[^\\x21-\\x7e]", "?");
        return "\"" + (clean.length() <= MAX_LENGTH ? clean : clean.substring(0, MAX_LENGTH) + "...") + "\"";
    }
}
