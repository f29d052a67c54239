package io.jvmtap.hook.program;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** What a bundle does when it starts: {@link Judged}, in classes of its own. */
public final class Bundle implements BundleActivator {
    @Override
    public void start(BundleContext context) throws Exception {
        Judged.main(context.getProperty("guest.arguments").split(" "));
        System.out.println(Judged.class.getClassLoader() == ClassLoader.getSystemClassLoader());
    }

    @Override
    public void stop(BundleContext context) {}
}
