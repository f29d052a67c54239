package io.jvmtap.hook.start;

import io.jvmtap.hook.agent.Hook;
import io.jvmtap.hook.boot.AddressMap;
import io.jvmtap.hook.boot.AgentClassLoader;
import io.jvmtap.hook.boot.ChildBridge;
import io.jvmtap.hook.boot.HookStats;
import io.jvmtap.hook.boot.Identity;
import io.jvmtap.hook.boot.ProxyState;
import io.jvmtap.hook.boot.Reports;
import io.jvmtap.hook.boot.Session;
import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the hooks in place and takes them out again. Called by the boot part, once for each option or attach, and by the
 * control connection when the proxy lets the JVM go.
 */
public final class Installer {
    private static final String[] OPENED = {"sun.nio.ch", "java.nio.channels.spi", "java.net", "sun.security.ssl"};

    private static @Nullable WovenHooks woven;
    private static @Nullable ControlConnection control;

    private Installer() {}

    /**
     * @param sessionFile see WIRE.md section 5
     * @param living whether the program runs already, and may have connections
     */
    public static synchronized void install(
            String sessionFile, Instrumentation instrumentation, String jar, boolean living) throws Exception {
        Session session = Session.read(new File(sessionFile));
        ControlConnection former = control;
        if (former != null && former.serves(session)) {
            return;
        }
        WovenHooks hooks = woven;
        if (hooks == null) {
            ChildBridge.jar(jar);
            openJdk(instrumentation);
            hooks = new WovenHooks(instrumentation);
            woven = hooks;
        }
        HookStats.begin();
        hooks.replaceBy(Hooks.active(session));
        ControlConnection next = new ControlConnection(session, ProxyState.begin());
        // Without a session every hook lets everything pass; with it the first connects wait for the proxy's answer.
        Identity.begin();
        Session.install(session);
        if (former != null) {
            former.leave();
        }
        Reports.begin();
        if (living) {
            OpenSockets.report();
        }
        control = next;
        next.start();
    }

    /** The proxy has let the JVM go, and none of its connections is open: classes become what they were. */
    static synchronized void takeOut(ControlConnection ended) {
        WovenHooks hooks = woven;
        if (hooks == null || control != ended) {
            return;
        }
        control = null;
        List<Hook> kept = new ArrayList<Hook>();
        for (Hook hook : hooks.hooks()) {
            if (AddressMap.hasGiven() && Hooks.leadsAddressesBack(hook.name())) {
                kept.add(hook);
            } else {
                HookStats.of(hook.name()).takenOut();
            }
        }
        hooks.replaceBy(kept);
    }

    /** Lets the boot part reach into {@code java.base}; by reflection, since JDK 8 has no modules and needs none. */
    private static void openJdk(Instrumentation instrumentation) {
        try {
            Method getModule = Class.class.getMethod("getModule");
            Object base = getModule.invoke(Object.class);
            Set<Object> boot = Collections.singleton(getModule.invoke(AgentClassLoader.class));
            Map<String, Set<Object>> opens = new HashMap<String, Set<Object>>();
            for (String name : OPENED) {
                opens.put(name, boot);
            }
            Class<?> module = Class.forName("java.lang.Module");
            Instrumentation.class
                    .getMethod("redefineModule", module, Set.class, Map.class, Map.class, Set.class, Map.class)
                    .invoke(
                            instrumentation,
                            base,
                            Collections.emptySet(),
                            Collections.emptyMap(),
                            opens,
                            Collections.emptySet(),
                            Collections.emptyMap());
        } catch (ReflectiveOperationException before9) {
            HookStats.of("connect.net");
        }
    }
}
