package io.jvmtap.tls;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Makes the engines that speak to the real servers, each offering what one program offered. Safe for use by many
 * threads. One context is kept for all, so that sessions are resumed.
 */
public final class UpstreamTls {
    /** JDK 19 and 20 brought these setters; on older ones the JDK's own preferences stand. */
    private static final Optional<MethodHandle> SET_SIGNATURE_SCHEMES = setter("setSignatureSchemes");

    private static final Optional<MethodHandle> SET_NAMED_GROUPS = setter("setNamedGroups");

    /** More servers than that with client certificates, and every session kept so far is given up. */
    private static final int MAX_UNRESUMED = 10_000;

    private final SSLContext context;
    private final UpstreamKeys keys = new UpstreamKeys();
    /**
     * Servers that have asked for a client certificate. Their sessions are never resumed: a session speaks for the
     * identity that it began with, and the next connection may be another program's.
     */
    private final Set<String> unresumed = ConcurrentHashMap.newKeySet();

    /** For programs with the agent, which judge the servers themselves. */
    public UpstreamTls() {
        this(new LeftToTheProgram());
    }

    /** @param trust judges the servers; what it lets pass is resumed here only, so that no judgement is bypassed */
    public UpstreamTls(X509ExtendedTrustManager trust) {
        RemoteSignatures.register();
        try {
            context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    /**
     * An engine whose handshake may wait for the program: its delegated tasks must not run on an event loop.
     *
     * @param host the destination's name, for session resumption and for the trust manager
     * @param auth asked when the server asks for a client certificate
     * @throws UnofferableException if our engine can offer nothing of what the program offered
     */
    public SSLEngine engine(ClientHello hello, String host, int port, ClientAuth auth) throws UnofferableException {
        String server = host + ":" + port;
        SSLEngine engine = unresumed.contains(server) ? context.createSSLEngine() : context.createSSLEngine(host, port);
        configure(engine, hello);
        keys.expect(engine, auth);
        auth.question().thenRun(() -> neverResume(server));
        return new OffLoopEngine(engine, type -> {}, () -> {
            keys.forget(engine);
            if (auth.asked()) {
                engine.getSession().invalidate();
            }
        });
    }

    private void neverResume(String server) {
        if (unresumed.size() >= MAX_UNRESUMED) {
            Collections.list(context.getClientSessionContext().getIds())
                    .forEach(id ->
                            context.getClientSessionContext().getSession(id).invalidate());
            unresumed.clear();
        }
        unresumed.add(server);
    }

    /**
     * One that has no client certificate to give.
     *
     * @param host the destination's name, for session resumption and for the trust manager
     * @throws UnofferableException if our engine can offer nothing of what the program offered
     */
    public SSLEngine engine(ClientHello hello, String host, int port) throws UnofferableException {
        return configure(context.createSSLEngine(host, port), hello);
    }

    private static SSLEngine configure(SSLEngine engine, ClientHello hello) throws UnofferableException {
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(common("protocol version", Versions.offered(hello), engine.getSupportedProtocols()));
        engine.setEnabledCipherSuites(common(
                "cipher suite", CodePoints.SUITES.names(hello.cipherSuites()), engine.getSupportedCipherSuites()));
        SSLParameters parameters = engine.getSSLParameters();
        String serverName = hello.serverName();
        parameters.setServerNames(serverName == null ? List.of() : List.of(new SNIHostName(serverName)));
        parameters.setApplicationProtocols(hello.alpn().toArray(String[]::new));
        set(SET_SIGNATURE_SCHEMES, parameters, CodePoints.SIGNATURES.names(hello.signatureSchemes()));
        set(SET_NAMED_GROUPS, parameters, CodePoints.GROUPS.names(hello.groups()));
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static String[] common(String what, List<String> offered, String[] supported) throws UnofferableException {
        List<String> known = Arrays.asList(supported);
        String[] common = offered.stream().filter(known::contains).toArray(String[]::new);
        if (common.length == 0) {
            throw new UnofferableException("no " + what + " that the program offers is known to this JDK");
        }
        return common;
    }

    private static Optional<MethodHandle> setter(String name) {
        try {
            return Optional.of(MethodHandles.publicLookup()
                    .findVirtual(SSLParameters.class, name, MethodType.methodType(void.class, String[].class)));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    private static void set(Optional<MethodHandle> setter, SSLParameters parameters, List<String> values) {
        if (setter.isEmpty() || values.isEmpty()) {
            return;
        }
        try {
            setter.get().invoke(parameters, values.toArray(String[]::new));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a setter throws nothing checked", e);
        }
    }
}
