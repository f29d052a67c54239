package io.jvmtap.hook.start;

import io.jvmtap.hook.agent.Weaver;
import io.jvmtap.hook.boot.AgentClassLoader;
import io.jvmtap.hook.boot.ChildBridge;
import io.jvmtap.hook.boot.HookStats;
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

/** Puts the hooks in place and starts the control connection. Called once, by the boot part. */
public final class Installer {
    private static final String[] OPENED = {"sun.nio.ch", "java.nio.channels.spi", "java.net", "sun.security.ssl"};

    private Installer() {}

    /** @param sessionFile see WIRE.md section 5 */
    public static void install(String sessionFile, Instrumentation instrumentation, String jar) throws Exception {
        Session session = Session.read(new File(sessionFile));
        ChildBridge.jar(jar);
        openJdk(instrumentation);
        Weaver weaver = new Weaver(Hooks.active(session));
        instrumentation.addTransformer(weaver, true);
        weaveLoaded(instrumentation, weaver);
        // Last: without a session every hook lets everything pass.
        Session.install(session);
        ControlConnection.start(session);
    }

    private static void weaveLoaded(Instrumentation instrumentation, Weaver weaver) throws Exception {
        List<Class<?>> loaded = new ArrayList<Class<?>>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (weaver.wantsLoaded(type) && instrumentation.isModifiableClass(type)) {
                loaded.add(type);
            }
        }
        if (!loaded.isEmpty()) {
            instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
        }
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
