package io.jvmtap.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/** What the CA's own certificate says. */
final class CaCertificate {
    /** As long as mkcert's and mitmproxy's: nobody wants to trust a new one each year, and the key never leaves the machine. */
    private static final Duration LIFE = Duration.ofDays(3650);

    /** For machines and containers whose clock is behind. */
    static final Duration BACKDATED = Duration.ofDays(1);

    /** RFC 5280 appendix A.1, ub-common-name. */
    static final int MAX_COMMON_NAME = 64;

    /** RFC 5280 section 4.1.2.2 asks for at most 20 octets, CA/Browser Forum for at least 64 random bits. */
    private static final int SERIAL_BITS = 128;

    private static final SecureRandom RANDOM = new SecureRandom();

    private CaCertificate() {}

    static X509v3CertificateBuilder builder(PublicKey key, Clock clock) throws IOException, NoSuchAlgorithmException {
        Instant now = clock.instant();
        X500Name name = name(owner(System.getenv(), System.getProperty("user.name", "")), now);
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(key.getEncoded());
        return new X509v3CertificateBuilder(
                        name, serial(), Date.from(now.minus(BACKDATED)), Date.from(now.plus(LIFE)), name, info)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(info));
    }

    static BigInteger serial() {
        // RFC 5280 section 4.1.2.2: positive.
        return new BigInteger(SERIAL_BITS, RANDOM).setBit(0);
    }

    /** Whose CA it is, and since when: in a list of many roots that is what tells this one from the others. */
    static X500Name name(String owner, Instant now) {
        String day = now.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        String frame = "jvmtap local CA (, " + day + ")";
        int room = MAX_COMMON_NAME - frame.length();
        String shown = owner.length() <= room ? owner : owner.substring(0, room);
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "jvmtap")
                .addRDN(BCStyle.CN, "jvmtap local CA (" + shown + ", " + day + ")")
                .build();
    }

    /** Never asks the resolver: a name lookup can hang, and this machine's name is only a label here. */
    static String owner(Map<String, String> environment, String user) {
        String host = environment.getOrDefault("HOSTNAME", environment.getOrDefault("COMPUTERNAME", ""));
        if (host.isBlank()) {
            host = kernelHostName();
        }
        String owner = (user.isBlank() ? "someone" : user.strip()) + (host.isBlank() ? "" : "@" + host.strip());
        // Control characters would make the one-line messages two lines.
        return owner.replaceAll("\\p{Cntrl}", "_");
    }

    private static String kernelHostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname"));
        } catch (IOException | SecurityException notLinux) {
            return "";
        }
    }
}
