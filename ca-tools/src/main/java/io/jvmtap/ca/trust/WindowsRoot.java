package io.jvmtap.ca.trust;

import io.jvmtap.ca.CaException;
import java.util.List;

/** The trusted roots of a Windows user; the system asks the user to confirm. */
public final class WindowsRoot implements TrustStore {
    private static final String OPTIONS = "--store system";

    private final Commands commands;

    public WindowsRoot(Commands commands) {
        this.commands = commands;
    }

    @Override
    public String id() {
        return "system";
    }

    @Override
    public String place() {
        return "Cert:\\CurrentUser\\Root";
    }

    @Override
    public void precheck() {
        if (!commands.has("certutil")) {
            throw new CaException("the command certutil is not on the PATH", "add C:\\Windows\\System32 to the PATH");
        }
    }

    @Override
    public boolean contains(Root root) {
        return commands.query(List.of("certutil", "-user", "-store", "Root", root.sha1()))
                .succeeded();
    }

    @Override
    public TrustChange install(Root root) {
        precheck();
        String undo = TrustChange.command("untrust", OPTIONS);
        if (contains(root)) {
            return TrustChange.already("Windows trusts it already for this user", undo);
        }
        commands.change(
                List.of("certutil", "-user", "-addstore", "Root", root.file().toString()));
        return TrustChange.done("Windows trusts it now for this user", undo);
    }

    @Override
    public TrustChange uninstall(Root root) {
        precheck();
        String undo = TrustChange.command("trust", OPTIONS);
        if (!contains(root)) {
            return TrustChange.already("Windows does not trust it for this user", undo);
        }
        commands.change(List.of("certutil", "-user", "-delstore", "Root", root.sha1()));
        return TrustChange.done("Windows trusts it no more for this user", undo);
    }
}
