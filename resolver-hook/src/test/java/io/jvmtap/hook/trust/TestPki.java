package io.jvmtap.hook.trust;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Makes authorities, real servers' certificates and the leaves that a proxy of ours mints for them. */
public final class TestPki {

    private static final String REAL_LEAF = "2.25.129857603981470236170547915386204772031.1";
    private static final String OCSP_STAPLES = "2.25.129857603981470236170547915386204772031.2";
    private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");
    private static final Instant LAST_YEARS = Instant.parse("2002-01-01T00:00:00Z");
    private static final Instant FAR_AHEAD = Instant.parse("2201-01-01T00:00:00Z");
    private static final AtomicLong SERIALS = new AtomicLong(1);

    private TestPki() {}

    /** A certificate with its private key. */
    public record Identity(X509Certificate certificate, PrivateKey key) {}

    /** What of a certificate the tests vary. */
    public record Leaf(String subject, List<String> dnsNames, List<String> ipAddresses, Instant end) {

        /** For {@code localhost} and 127.0.0.1. */
        public static Leaf forLocalhost() {
            return new Leaf("CN=localhost,O=Real Server", List.of("localhost"), List.of("127.0.0.1"), FAR_AHEAD);
        }

        /** For another host. */
        public static Leaf forHost(String name) {
            return new Leaf("CN=" + name, List.of(name), List.of(), FAR_AHEAD);
        }

        /** The same, long over. */
        public Leaf expired() {
            return new Leaf(subject, dnsNames, ipAddresses, LAST_YEARS);
        }
    }

    /** A self-signed authority. */
    public static Identity authority(String subject) {
        KeyPair pair = keyPair("EC", 256);
        return sign(builder(subject, subject, pair, FAR_AHEAD, true), pair, pair.getPrivate());
    }

    /** An authority below another. */
    public static Identity intermediate(Identity issuer, String subject) {
        KeyPair pair = keyPair("EC", 256);
        return sign(builder(issuer, subject, pair, FAR_AHEAD, true), pair, issuer.key());
    }

    /** A server's leaf, with a key of the algorithm (EC or RSA). */
    public static Identity leaf(Identity issuer, Leaf leaf, String algorithm) {
        KeyPair pair = keyPair(algorithm, algorithm.equals("RSA") ? 2048 : 256);
        return sign(named(builder(issuer, leaf.subject(), pair, leaf.end(), false), leaf), pair, issuer.key());
    }

    /** A server's leaf that nobody but itself vouches for. */
    public static Identity selfSigned(Leaf leaf) {
        KeyPair pair = keyPair("EC", 256);
        return sign(
                named(builder(leaf.subject(), leaf.subject(), pair, leaf.end(), false), leaf), pair, pair.getPrivate());
    }

    /** What the proxy shows on the wire for a real leaf (WIRE.md, 6). */
    public static Identity mint(Identity ca, X509Certificate real, byte[]... staples) {
        return mintWith(ca, real, encoded(real), staples);
    }

    /** The same with an arbitrary value of the extension; none for null. */
    public static Identity mintWith(Identity ca, X509Certificate real, byte @Nullable [] embedded, byte[]... staples) {
        try {
            String algorithm = real.getPublicKey().getAlgorithm();
            KeyPair pair = keyPair(algorithm, algorithm.equals("RSA") ? 2048 : 256);
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    X500Name.getInstance(
                            ca.certificate().getSubjectX500Principal().getEncoded()),
                    BigInteger.valueOf(SERIALS.getAndIncrement()),
                    real.getNotBefore(),
                    real.getNotAfter(),
                    X500Name.getInstance(real.getSubjectX500Principal().getEncoded()),
                    pair.getPublic());
            if (embedded != null) {
                builder.addExtension(new ASN1ObjectIdentifier(REAL_LEAF), false, embedded);
            }
            if (staples.length > 0) {
                ASN1EncodableVector responses = new ASN1EncodableVector();
                for (byte[] staple : staples) {
                    responses.add(new DEROctetString(staple));
                }
                builder.addExtension(new ASN1ObjectIdentifier(OCSP_STAPLES), false, new DERSequence(responses));
            }
            return sign(builder, pair, ca.key());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The certificate's DER. */
    public static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static X509v3CertificateBuilder builder(
            Identity issuer, String subject, KeyPair pair, Instant end, boolean authority) {
        return builder(issuer.certificate().getSubjectX500Principal().getName(), subject, pair, end, authority);
    }

    private static X509v3CertificateBuilder builder(
            String issuer, String subject, KeyPair pair, Instant end, boolean authority) {
        try {
            return new JcaX509v3CertificateBuilder(
                            new X500Name(issuer),
                            BigInteger.valueOf(SERIALS.getAndIncrement()),
                            Date.from(LONG_AGO),
                            Date.from(end),
                            new X500Name(subject),
                            pair.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static X509v3CertificateBuilder named(X509v3CertificateBuilder builder, Leaf leaf) {
        try {
            List<GeneralName> names = new ArrayList<>();
            leaf.dnsNames().forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
            leaf.ipAddresses().forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
            return builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(new GeneralName[0])));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Identity sign(X509v3CertificateBuilder builder, KeyPair pair, PrivateKey issuerKey) {
        try {
            String algorithm = issuerKey.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            // Parsed by the JDK's own factory, like what comes off the wire.
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(issuerKey)));
            return new Identity(certificate, pair.getPrivate());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keyPair(String algorithm, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
