package io.jvmtap.cli.attach;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The Attach API of the JDK that runs us. */
public final class AttachApi {
    private AttachApi() {}

    /** A JRE has no module for it. */
    public static boolean isHere() {
        return ModuleLayer.boot().findModule("jdk.attach").isPresent();
    }

    /**
     * Has a JVM load the agent. The answer is not to be trusted: across versions the call fails although the agent was
     * loaded (a JDK 8 answers in words that later ones do not understand), so only the agent's own report counts.
     *
     * @return completes, on a thread of its own, with what the call failed with, if it did. A JVM that hangs never answers.
     */
    public static CompletableFuture<Optional<Exception>> load(long pid, Path agent, String argument) {
        CompletableFuture<Optional<Exception>> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> answer.complete(loadNow(pid, agent, argument)), "jvmtap-attach");
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    private static Optional<Exception> loadNow(long pid, Path agent, String argument) {
        try {
            VirtualMachine jvm = VirtualMachine.attach(Long.toString(pid));
            try {
                jvm.loadAgent(agent.toString(), argument);
            } finally {
                jvm.detach();
            }
            return Optional.empty();
        } catch (AttachNotSupportedException
                | AgentLoadException
                | AgentInitializationException
                | IOException
                | RuntimeException e) {
            return Optional.of(e);
        }
    }

    /** Where {@code /proc} tells nothing. */
    static List<RunningJvm> jvms() {
        return VirtualMachine.list().stream()
                .map(jvm -> {
                    String command = jvm.displayName().split(" ", 2)[0];
                    String name = command.substring(Math.max(command.lastIndexOf('/'), command.lastIndexOf('\\')) + 1);
                    long pid = Long.parseLong(jvm.id());
                    return new RunningJvm(pid, name, "", pid, null);
                })
                .toList();
    }
}
