package io.jvmtap.hook.start;

import io.jvmtap.hook.address.AddressHook;
import io.jvmtap.hook.agent.Hook;
import io.jvmtap.hook.boot.AddressMap;
import io.jvmtap.hook.boot.HookStats;
import io.jvmtap.hook.boot.Session;
import io.jvmtap.hook.callsite.SocketStreamHook;
import io.jvmtap.hook.callsite.TlsStreamHook;
import io.jvmtap.hook.connect.AsyncHook;
import io.jvmtap.hook.connect.ChannelHook;
import io.jvmtap.hook.connect.NetHook;
import io.jvmtap.hook.connect.OldChannelHook;
import io.jvmtap.hook.connect.PlainSocketHook;
import io.jvmtap.hook.connect.SocketHook;
import io.jvmtap.hook.loader.LoadClassHook;
import io.jvmtap.hook.netty.EpollHook;
import io.jvmtap.hook.netty.NettyDnsHook;
import io.jvmtap.hook.netty.NettySocketHook;
import io.jvmtap.hook.netty.UringHook;
import io.jvmtap.hook.process.ChildHook;
import io.jvmtap.hook.resolver.LookupHook;
import io.jvmtap.hook.trust.CheckServerTrustedHook;
import io.jvmtap.hook.trust.KtorNamesHook;
import io.jvmtap.hook.trust.PeerCertificateChainHook;
import io.jvmtap.hook.trust.PeerCertificatesHook;
import io.jvmtap.hook.trust.PrivateKeyHook;
import io.jvmtap.hook.trust.StatusResponsesHook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Every hook there is: a new one is one line here. */
final class Hooks {
    private Hooks() {}

    private static List<Hook> all() {
        return Arrays.<Hook>asList(
                new LookupHook(), //
                new LoadClassHook(),
                new NetHook(),
                new SocketHook(),
                new PlainSocketHook(),
                new ChannelHook(),
                new NettySocketHook(),
                new EpollHook(),
                new UringHook(),
                new OldChannelHook(),
                new AsyncHook(),
                new AddressHook(),
                new NettyDnsHook(),
                new ChildHook(),
                new SocketStreamHook(),
                new TlsStreamHook(),
                new CheckServerTrustedHook(),
                new PeerCertificatesHook(),
                new PeerCertificateChainHook(),
                new StatusResponsesHook(),
                new KtorNamesHook(),
                new PrivateKeyHook());
    }

    /**
     * Whether the hook is needed as long as the program may hold an address of ours: connects, datagrams and the rest go to
     * the real one then, also after detach.
     */
    static boolean leadsAddressesBack(String name) {
        return name.equals("addresses")
                || name.equals("connect.net")
                || name.equals("connect.plain")
                || name.startsWith("connect.netty")
                || AddressMap.isShared() && name.startsWith("connect.");
    }

    /** Those that neither the session nor {@code -Djvmtap.hooks.off=name,name} switches off. */
    static List<Hook> active(Session session) {
        List<String> off =
                Arrays.asList(System.getProperty("jvmtap.hooks.off", "").split(","));
        List<Hook> active = new ArrayList<Hook>();
        for (Hook hook : all()) {
            if (!hook.isForThisJava()) {
                continue;
            }
            boolean connect = hook.name().startsWith("connect.");
            if (off.contains(hook.name()) || connect && !session.connectHook()) {
                HookStats.of(hook.name()).state(HookStats.OFF);
            } else {
                HookStats.of(hook.name());
                active.add(hook);
            }
        }
        return active;
    }
}
