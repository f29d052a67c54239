package io.jvmtap.hook.trust;

import io.jvmtap.hook.trust.TestPki.Identity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Makes the OCSP responses (RFC 6960) that a real server would staple. */
final class TestStaple {

    private static final Date LONG_AGO = Date.from(Instant.parse("2001-01-01T00:00:00Z"));
    private static final Date FAR_AHEAD = Date.from(Instant.parse("2201-01-01T00:00:00Z"));

    private TestStaple() {}

    static byte[] good(Identity issuer, X509Certificate leaf) throws Exception {
        return response(issuer, leaf, CertificateStatus.GOOD);
    }

    static byte[] revoked(Identity issuer, X509Certificate leaf) throws Exception {
        return response(issuer, leaf, new RevokedStatus(LONG_AGO, CRLReason.keyCompromise));
    }

    private static byte[] response(Identity issuer, X509Certificate leaf, CertificateStatus status) throws Exception {
        DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().build();
        JcaX509CertificateHolder holder = new JcaX509CertificateHolder(issuer.certificate());
        BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(holder.getSubject()));
        builder.addResponse(
                new CertificateID(digests.get(CertificateID.HASH_SHA1), holder, leaf.getSerialNumber()),
                status,
                LONG_AGO,
                FAR_AHEAD,
                null);
        OCSPResp response = new OCSPRespBuilder()
                .build(
                        OCSPRespBuilder.SUCCESSFUL,
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.key()), null, LONG_AGO));
        return response.getEncoded();
    }
}
