package io.jvmtap.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Has one key and one chain, whatever is asked. A key store will not do: it refuses a chain whose certificates were not
 * issued by one another, and ours goes on with the real intermediates.
 */
final class OneIdentity extends X509ExtendedKeyManager {
    private static final String ALIAS = "leaf";

    private final PrivateKey key;
    private final X509Certificate[] chain;

    OneIdentity(PrivateKey key, X509Certificate[] chain) {
        this.key = key;
        this.chain = chain.clone();
    }

    private @Nullable String alias(String keyType) {
        return keyType.equals(key.getAlgorithm())
                        || keyType.equals("EC_EC") && key.getAlgorithm().equals("EC")
                        || keyType.equals("EdDSA") && key.getAlgorithm().startsWith("Ed")
                ? ALIAS
                : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return alias(keyType);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return alias(keyType) == null ? new String[0] : new String[] {ALIAS};
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
