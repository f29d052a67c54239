package io.jvmtap.hook.program;

import java.util.HashMap;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.launch.Framework;

/** {@code OsgiHost BUNDLE CACHE ARGUMENT...}: an OSGi framework that starts one bundle. */
public final class OsgiHost {
    private OsgiHost() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("org.osgi.framework.storage", arguments[1]);
        settings.put("org.osgi.framework.storage.clean", "onFirstInit");
        StringBuilder rest = new StringBuilder();
        for (int i = 2; i < arguments.length; i++) {
            rest.append(arguments[i]).append(' ');
        }
        settings.put("guest.arguments", rest.toString().trim());
        Framework framework = new FrameworkFactory().newFramework(settings);
        framework.start();
        framework.getBundleContext().installBundle(arguments[0]).start();
        framework.stop();
        framework.waitForStop(0);
    }
}
