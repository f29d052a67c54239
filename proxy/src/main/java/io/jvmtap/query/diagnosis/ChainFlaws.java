package io.jvmtap.query.diagnosis;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a chain that somebody refused, judged by itself: flaws that the chain shows come before the guess that
 * it leads to no trusted root. Each is "what is wrong; what would fix it".
 */
final class ChainFlaws {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    /** What today's JDKs, and Debian's OpenSSL (security level 2), refuse below. */
    private static final int MIN_RSA_BITS = 2048;

    private static final int MIN_EC_BITS = 224;
    private static final Pattern BROKEN_HASH = Pattern.compile("(MD2|MD4|MD5|SHA-?1)(?!\\d).*");

    private ChainFlaws() {}

    /** @param at when the chain was judged */
    static String of(List<X509Certificate> chain, String host, Instant at) {
        for (X509Certificate each : chain) {
            String whose = each == chain.get(0) ? "it" : "its issuer's certificate, " + name(each) + ",";
            if (at.isAfter(each.getNotAfter().toInstant())) {
                return whose + " expired on " + day(each.getNotAfter().toInstant())
                        + "; the server's operator has to renew it (or this machine's clock is wrong)";
            }
            if (at.isBefore(each.getNotBefore().toInstant())) {
                return whose + " is not valid before "
                        + day(each.getNotBefore().toInstant())
                        + "; wait until then, or set this machine's clock right";
            }
        }
        String weakness = weakness(chain);
        if (weakness != null) {
            return weakness;
        }
        X509Certificate leaf = chain.get(0);
        String mismatch = mismatch(leaf, host);
        // What leads nowhere is refused before names are compared.
        if (selfIssued(leaf)) {
            return "it is self-signed; import it into the program's trust store, or give the server a certificate of an"
                    + " authority that the program trusts";
        }
        return mismatch != null ? mismatch : rootless(chain);
    }

    private static String rootless(List<X509Certificate> chain) {
        X509Certificate last = chain.get(chain.size() - 1);
        String issuer = selfIssued(last)
                ? name(last)
                : commonName(last.getIssuerX500Principal().getName());
        if (chain.size() == 1) {
            return "it was sent without the intermediate certificate of its issuer, " + issuer
                    + "; configure the server to send its full chain (or, if " + issuer
                    + " is a root, import that into the program's trust store)";
        }
        return "its chain ends at " + issuer + ", which is not in the trust store; import that root into the program's"
                + " trust store (keytool -importcert), if it is to be trusted";
    }

    private static @Nullable String weakness(List<X509Certificate> chain) {
        for (X509Certificate each : chain) {
            String whose = each == chain.get(0) ? "it" : "its issuer's certificate, " + name(each) + ",";
            int bits = bits(each.getPublicKey());
            int least = each.getPublicKey() instanceof ECKey ? MIN_EC_BITS : MIN_RSA_BITS;
            if (bits < least) {
                return whose + " has a weak key, " + each.getPublicKey().getAlgorithm() + " of " + bits
                        + " bits; the server needs a certificate for a key of at least " + least + " bits";
            }
            // Nobody verifies the signature of a root.
            if (!selfIssued(each)
                    && BROKEN_HASH
                            .matcher(each.getSigAlgName().toUpperCase(Locale.ROOT))
                            .matches()) {
                return whose + " is signed with " + each.getSigAlgName()
                        + ", which can be forged; the server needs a certificate signed with SHA-256 or better";
            }
        }
        return null;
    }

    /** Bits of a key; the Edwards curves are strong enough, whatever their size. */
    static int bits(PublicKey key) {
        if (key instanceof RSAKey rsa) {
            return rsa.getModulus().bitLength();
        }
        return key instanceof ECKey ec ? ec.getParams().getOrder().bitLength() : Integer.MAX_VALUE;
    }

    /** @return null if the certificate is for that host (RFC 9525 section 6) */
    static @Nullable String mismatch(X509Certificate leaf, String host) {
        List<String> names = names(leaf);
        String wanted = host.toLowerCase(Locale.ROOT);
        for (String name : names) {
            String one = name.toLowerCase(Locale.ROOT);
            int dot = wanted.indexOf('.');
            if (one.equals(wanted)
                    || one.startsWith("*.") && dot > 0 && one.substring(1).equals(wanted.substring(dot))) {
                return null;
            }
        }
        return "it is not for " + host + " but for " + (names.isEmpty() ? "no host at all" : String.join(", ", names))
                + "; connect by a name that it holds, or give the server a certificate for " + host;
    }

    static List<String> names(X509Certificate leaf) {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> Integer.valueOf(DNS_NAME).equals(name.get(0))
                                    || Integer.valueOf(IP_ADDRESS).equals(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static boolean selfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static String name(X509Certificate certificate) {
        return commonName(certificate.getSubjectX500Principal().getName());
    }

    private static String commonName(String distinguished) {
        try {
            return new LdapName(distinguished)
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(rdn -> "\"" + rdn.getValue() + "\"")
                            .findFirst()
                            .orElse("\"" + distinguished + "\"");
        } catch (InvalidNameException e) {
            return "\"" + distinguished + "\"";
        }
    }

    private static String day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }
}
