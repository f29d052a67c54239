package io.jvmtap.tls;

import java.math.BigInteger;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** The name of an issuer in the shape in which JSSE takes those of a CertificateRequest: it reads the subject alone. */
final class IssuerName extends X509Certificate {
    private static final long serialVersionUID = 1;

    private final X500Principal name;

    IssuerName(X500Principal name) {
        this.name = name;
    }

    @Override
    public X500Principal getSubjectX500Principal() {
        return name;
    }

    @Override
    @Deprecated
    public Principal getSubjectDN() {
        return name;
    }

    @Override
    public String toString() {
        return "issuer " + name;
    }

    @Override
    public byte[] getEncoded() throws CertificateEncodingException {
        throw new CertificateEncodingException("a name only");
    }

    private static UnsupportedOperationException nameOnly() {
        return new UnsupportedOperationException("a name only");
    }

    @Override
    public void checkValidity() {}

    @Override
    public void checkValidity(Date date) {}

    @Override
    public int getVersion() {
        return 3;
    }

    @Override
    public BigInteger getSerialNumber() {
        throw nameOnly();
    }

    @Override
    @Deprecated
    public Principal getIssuerDN() {
        throw nameOnly();
    }

    @Override
    public Date getNotBefore() {
        throw nameOnly();
    }

    @Override
    public Date getNotAfter() {
        throw nameOnly();
    }

    @Override
    public byte[] getTBSCertificate() {
        throw nameOnly();
    }

    @Override
    public byte[] getSignature() {
        throw nameOnly();
    }

    @Override
    public String getSigAlgName() {
        throw nameOnly();
    }

    @Override
    public String getSigAlgOID() {
        throw nameOnly();
    }

    @Override
    public byte @Nullable [] getSigAlgParams() {
        return null;
    }

    @Override
    public boolean @Nullable [] getIssuerUniqueID() {
        return null;
    }

    @Override
    public boolean @Nullable [] getSubjectUniqueID() {
        return null;
    }

    @Override
    public boolean @Nullable [] getKeyUsage() {
        return null;
    }

    @Override
    public int getBasicConstraints() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void verify(PublicKey key) {
        throw nameOnly();
    }

    @Override
    public void verify(PublicKey key, String provider) {
        throw nameOnly();
    }

    @Override
    public PublicKey getPublicKey() {
        throw nameOnly();
    }

    @Override
    public boolean hasUnsupportedCriticalExtension() {
        return false;
    }

    @Override
    public @Nullable Set<String> getCriticalExtensionOIDs() {
        return null;
    }

    @Override
    public @Nullable Set<String> getNonCriticalExtensionOIDs() {
        return null;
    }

    @Override
    public byte @Nullable [] getExtensionValue(String oid) {
        return null;
    }
}
