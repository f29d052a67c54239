package io.jvmtap.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Has no keys: whatever a server asks for, the program of that connection is asked. Safe for use by many threads. */
final class UpstreamKeys extends X509ExtendedKeyManager {
    private final Map<SSLEngine, ClientAuth> byEngine = new ConcurrentHashMap<>();
    private final Map<String, ClientAuth> byAlias = new ConcurrentHashMap<>();

    void expect(SSLEngine engine, ClientAuth auth) {
        byEngine.put(engine, auth);
        byAlias.put(auth.alias(), auth);
    }

    /** The handshake is over: later requests (renegotiation) go unanswered, since the program cannot be asked again. */
    void forget(SSLEngine engine) {
        ClientAuth auth = byEngine.remove(engine);
        if (auth != null) {
            byAlias.remove(auth.alias());
        }
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        ClientAuth auth = byEngine.get(engine);
        return auth == null ? null : auth.choose(keyTypes, issuers, engine);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        ClientAuth auth = byAlias.get(alias);
        return auth == null ? null : auth.chain();
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        ClientAuth auth = byAlias.get(alias);
        return auth == null ? null : auth.key();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}
