package io.jvmtap.ca;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.Date;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The local CA of one user: a key and a self-signed certificate in a directory. EC P-256 when made here; an EC or RSA
 * CA of the user's own in the same files serves as well. Immutable, for any thread. Every failure is a
 * {@link CaException}.
 */
public final class CertificateAuthority {
    /** Index of keyCertSign in {@link X509Certificate#getKeyUsage()}, RFC 5280 section 4.2.1.3. */
    private static final int KEY_CERT_SIGN = 5;

    private final Path certificateFile;
    private final X509Certificate certificate;
    private final PrivateKey key;

    private CertificateAuthority(CaFiles files, PrivateKey key, X509Certificate certificate) {
        this.certificateFile = files.certificate();
        this.key = key;
        this.certificate = certificate;
    }

    /** Loads the CA of that directory, or makes it; of several that make it at once, one does and all load that one. */
    public static CertificateAuthority loadOrCreate(Path directory) {
        CaFiles files = new CaFiles(directory);
        if (!files.hasKey()) {
            files.locked(() -> {
                if (!files.hasKey()) {
                    generate(files, Clock.systemUTC());
                }
            });
        }
        return load(files, Clock.systemUTC());
    }

    /** Makes a CA; refuses where there is one already. */
    public static CertificateAuthority create(Path directory) {
        return create(directory, Clock.systemUTC());
    }

    static CertificateAuthority create(Path directory, Clock clock) {
        CaFiles files = new CaFiles(directory);
        files.locked(() -> {
            if (files.hasKey()) {
                throw new CaException(
                        "there is a CA in " + directory + " already",
                        "look at it with `jvmtap ca show`, or remove that directory first");
            }
            generate(files, clock);
        });
        return load(files, clock);
    }

    /** Loads the CA of that directory; refuses what is absent, damaged, expired, not a CA or open to others. */
    public static CertificateAuthority load(Path directory) {
        return load(new CaFiles(directory), Clock.systemUTC());
    }

    static CertificateAuthority load(CaFiles files, Clock clock) {
        if (!files.hasKey()) {
            throw files.hasCertificate()
                    ? withoutKey(files)
                    : new CaException("there is no CA in " + files.directory(), "run `jvmtap ca create`");
        }
        X509Certificate certificate = parseCertificate(files);
        PrivateKey key = parseKey(files, certificate.getPublicKey());
        requireCa(files, certificate, clock);
        requirePair(files, key, certificate.getPublicKey());
        return new CertificateAuthority(files, key, certificate);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** The certificate's PEM file. */
    public Path certificateFile() {
        return certificateFile;
    }

    /** The key's PEM file, PKCS#8, readable by its owner alone. */
    public Path keyFile() {
        return certificateFile.resolveSibling("ca.key.pem");
    }

    /** Signs with the JDK's provider and parses with the JDK's parser, which is what clients will see. */
    X509Certificate sign(X509v3CertificateBuilder builder) throws GeneralSecurityException {
        return sign(builder, key);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            byte[] der = builder.build(new JcaContentSignerBuilder(signatureAlgorithm(key)).build(key))
                    .getEncoded();
            return parse(der);
        } catch (OperatorCreationException | IOException failure) {
            throw new GeneralSecurityException("signing failed: " + failure.getMessage(), failure);
        }
    }

    private static void generate(CaFiles files, Clock clock) {
        if (files.hasCertificate()) {
            throw withoutKey(files);
        }
        try {
            KeyPair pair = KeyKind.P256.generate();
            X509Certificate certificate = sign(CaCertificate.builder(pair.getPublic(), clock), pair.getPrivate());
            files.write(Pem.encode("PRIVATE KEY", pair.getPrivate().getEncoded()), Pem.encode(certificate));
        } catch (GeneralSecurityException | IOException failure) {
            throw new CaException(
                    "this JVM cannot make a CA (" + failure.getMessage() + ")", "run jvmtap with another JDK", failure);
        }
    }

    private static X509Certificate parseCertificate(CaFiles files) {
        byte[] der = Pem.decode("CERTIFICATE", files.readCertificate());
        if (der != null) {
            try {
                return parse(der);
            } catch (CertificateException damaged) {
                throw damaged(files.certificate(), "a certificate", damaged);
            }
        }
        throw damaged(files.certificate(), "a certificate in PEM", null);
    }

    private static PrivateKey parseKey(CaFiles files, PublicKey publicKey) {
        String text = files.readKey();
        byte[] der = Pem.decode("PRIVATE KEY", text);
        if (text.contains(" PRIVATE KEY-----") && !text.contains(Pem.begin("PRIVATE KEY"))) {
            throw new CaException(
                    files.key() + " is encrypted or not PKCS#8",
                    "convert it with `openssl pkcs8 -topk8 -nocrypt`, mode 600");
        }
        if (der != null) {
            try {
                return KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (GeneralSecurityException damaged) {
                throw damaged(files.key(), "a key of kind " + publicKey.getAlgorithm(), damaged);
            }
        }
        throw damaged(files.key(), "a private key in PEM", null);
    }

    private static void requireCa(CaFiles files, X509Certificate certificate, Clock clock) {
        boolean[] usage = certificate.getKeyUsage();
        if (certificate.getBasicConstraints() < 0 || (usage != null && !usage[KEY_CERT_SIGN])) {
            throw new CaException(
                    files.certificate() + " is not a CA's certificate",
                    "restore it, or move " + files.directory() + " away");
        }
        try {
            certificate.checkValidity(Date.from(clock.instant()));
        } catch (CertificateExpiredException expired) {
            throw new CaException(
                    "the CA in " + files.directory() + " expired on "
                            + certificate.getNotAfter().toInstant(),
                    "run `jvmtap ca untrust`, remove that directory and run `jvmtap ca create`",
                    expired);
        } catch (CertificateNotYetValidException early) {
            throw new CaException(
                    "the CA in " + files.directory() + " is valid only from "
                            + certificate.getNotBefore().toInstant(),
                    "set the machine's clock",
                    early);
        }
    }

    private static void requirePair(CaFiles files, PrivateKey key, PublicKey publicKey) {
        byte[] probe = files.directory().toString().getBytes(StandardCharsets.UTF_8);
        try {
            Signature signature = Signature.getInstance(signatureAlgorithm(key));
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(probe);
            if (signature.verify(signed)) {
                return;
            }
        } catch (GeneralSecurityException failure) {
            throw new CaException(
                    "the CA's key " + files.key() + " cannot sign (" + failure.getMessage() + ")",
                    "use an EC (P-256, P-384, P-521) or RSA key",
                    failure);
        }
        throw new CaException(
                files.key() + " is not the key of " + files.certificate(),
                "restore the pair, or move " + files.directory() + " away");
    }

    private static String signatureAlgorithm(PrivateKey key) throws GeneralSecurityException {
        if (key instanceof ECKey ec) {
            // RFC 5480 section 4: a hash of about the strength of the curve.
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            return bits > 384 ? "SHA512withECDSA" : bits > 256 ? "SHA384withECDSA" : "SHA256withECDSA";
        }
        if (key.getAlgorithm().equals("RSA")) {
            return "SHA256withRSA";
        }
        throw new GeneralSecurityException("keys of kind " + key.getAlgorithm() + " are not supported");
    }

    private static X509Certificate parse(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static CaException withoutKey(CaFiles files) {
        return new CaException(
                files.certificate() + " is there without its key " + files.key().getFileName(),
                "restore the key, or remove " + files.certificate() + " and run `jvmtap ca create`");
    }

    private static CaException damaged(Path file, String expected, @Nullable Throwable cause) {
        return new CaException(
                file + " does not hold " + expected, "restore it, or move " + file.getParent() + " away", cause);
    }
}
