package io.jvmtap.ca;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/** Builds and signs leaves; blocks for as long as a key takes to make. Any thread. */
final class LeafBuilder {
    /** Holds the real leaf's DER: {@code resolver-hook/WIRE.md} section 6. */
    static final ASN1ObjectIdentifier REAL_LEAF =
            new ASN1ObjectIdentifier("2.25.129857603981470236170547915386204772031.1");

    /** Holds the OCSP staples as SEQUENCE OF OCTET STRING: {@code resolver-hook/WIRE.md} section 6. */
    static final ASN1ObjectIdentifier STAPLES =
            new ASN1ObjectIdentifier("2.25.129857603981470236170547915386204772031.2");

    /**
     * What engines look at before they ask a trust manager. The names stay out: the program reads them from the real
     * leaf, and a client that trusts our CA without the agent must not take a mirrored leaf for the host.
     */
    private static final List<ASN1ObjectIdentifier> MIRRORED =
            List.of(Extension.keyUsage, Extension.extendedKeyUsage, Extension.basicConstraints);

    /**
     * RFC 5280 section 4.1.2.6, and the JDK's parser, want alternative names where the subject is empty (as in Let's
     * Encrypt's short-lived leaves): a name that matches no host.
     */
    private static final GeneralName NOBODY = new GeneralName(GeneralName.registeredID, REAL_LEAF);

    /** CA/Browser Forum baseline requirements, 6.3.2: clients refuse leaves that live longer than 398 days. */
    private static final Duration MAX_LIFE = Duration.ofDays(397);

    private final CertificateAuthority authority;
    private final X500Name issuer;
    private final LeafKeys keys;
    private final Clock clock;

    LeafBuilder(CertificateAuthority authority, LeafKeys keys, Clock clock) {
        this.authority = authority;
        this.issuer = X500Name.getInstance(
                authority.certificate().getSubjectX500Principal().getEncoded());
        this.keys = keys;
        this.clock = clock;
    }

    /** The stand-in for a real leaf; its validity is taken over however strange it is. */
    MintedLeaf mirror(X509Certificate realLeaf, List<byte[]> staples) throws GeneralSecurityException, IOException {
        byte[] der = realLeaf.getEncoded();
        Certificate real = Certificate.getInstance(der);
        KeyPair pair = keys.pair(KeyKind.of(real.getSubjectPublicKeyInfo()));
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                issuer,
                CaCertificate.serial(),
                real.getStartDate(),
                real.getEndDate(),
                real.getSubject(),
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        Extensions extensions = real.getTBSCertificate().getExtensions();
        for (ASN1ObjectIdentifier id : MIRRORED) {
            Extension extension = extensions == null ? null : extensions.getExtension(id);
            if (extension != null) {
                builder.addExtension(extension);
            }
        }
        if (real.getSubject().getRDNs().length == 0) {
            builder.addExtension(Extension.subjectAlternativeName, true, new GeneralNames(NOBODY));
        }
        builder.addExtension(REAL_LEAF, false, der);
        if (!staples.isEmpty()) {
            ASN1Encodable[] octets = staples.stream().map(DEROctetString::new).toArray(ASN1Encodable[]::new);
            builder.addExtension(STAPLES, false, new DERSequence(octets));
        }
        return new MintedLeaf(pair.getPrivate(), authority.sign(builder));
    }

    /** A leaf of its own right, for clients that trust the CA. */
    MintedLeaf named(HostName host) throws GeneralSecurityException, IOException {
        boolean hasCommonName = host.text().length() <= CaCertificate.MAX_COMMON_NAME;
        X500NameBuilder subject = new X500NameBuilder(BCStyle.INSTANCE);
        if (hasCommonName) {
            subject.addRDN(BCStyle.CN, host.text());
        }
        return own(keys.pair(KeyKind.P256), subject.build(), List.of(host.generalName()));
    }

    /** For clients that trust the CA, in the place of a real leaf that was verified: its subject, names and kind of key. */
    MintedLeaf standIn(X509Certificate realLeaf, List<HostName> further) throws GeneralSecurityException, IOException {
        Certificate real = Certificate.getInstance(realLeaf.getEncoded());
        Set<GeneralName> names = new LinkedHashSet<>();
        Extensions extensions = real.getTBSCertificate().getExtensions();
        GeneralNames mirrored =
                extensions == null ? null : GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
        if (mirrored != null) {
            for (GeneralName name : mirrored.getNames()) {
                // Others, such as mail addresses, are of no use to a TLS client.
                if (name.getTagNo() == GeneralName.dNSName || name.getTagNo() == GeneralName.iPAddress) {
                    names.add(name);
                }
            }
        }
        further.forEach(host -> names.add(host.generalName()));
        return own(keys.pair(KeyKind.of(real.getSubjectPublicKeyInfo())), real.getSubject(), List.copyOf(names));
    }

    private MintedLeaf own(KeyPair pair, X500Name subject, List<GeneralName> names)
            throws GeneralSecurityException, IOException {
        SubjectPublicKeyInfo info =
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        Instant notBefore = clock.instant().minus(CaCertificate.BACKDATED);
        Instant end = authority.certificate().getNotAfter().toInstant();
        Instant notAfter = notBefore.plus(MAX_LIFE).isBefore(end) ? notBefore.plus(MAX_LIFE) : end;
        // TLS 1.2 and before may carry the secret under the server's RSA key (RFC 5246 section 7.4.2).
        int usage = KeyUsage.digitalSignature
                | (pair.getPrivate().getAlgorithm().equals("RSA") ? KeyUsage.keyEncipherment : 0);
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                        issuer, CaCertificate.serial(), Date.from(notBefore), Date.from(notAfter), subject, info)
                // RFC 5280 section 4.2.1.6: critical if the subject is empty.
                .addExtension(
                        Extension.subjectAlternativeName,
                        subject.getRDNs().length == 0,
                        new GeneralNames(names.toArray(GeneralName[]::new)))
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(usage))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(info))
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        identifiers.createAuthorityKeyIdentifier(
                                authority.certificate().getPublicKey()));
        return new MintedLeaf(pair.getPrivate(), authority.sign(builder));
    }
}
