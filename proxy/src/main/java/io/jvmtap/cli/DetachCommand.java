package io.jvmtap.cli;

import io.jvmtap.cli.attach.KnownTap;
import io.jvmtap.cli.attach.RunningJvm;
import io.jvmtap.cli.attach.Unattachable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jvmtap detach}: has the tap of a JVM let it go, whichever command has tapped it. */
@Command(
        name = "detach",
        description =
                "Has a tapped JVM go on as before; connections that are open through jvmtap go on until they end.")
final class DetachCommand implements Callable<Integer> {
    /** The agent needs a tenth of a second, and as long as a connect under way takes. */
    private static final long LIMIT_MILLIS = 5_000;

    private static final long LOOK_MILLIS = 50;

    @Parameters(paramLabel = "PID", description = "The JVM; `jvmtap ps` says which are tapped.")
    long pid;

    @Override
    public Integer call() {
        try {
            RunningJvm jvm = RunningJvm.find(pid);
            KnownTap tap = TapsOfUser.tapOf(jvm, KnownTap.all(Home.ofUser().state()))
                    .orElseThrow(() ->
                            new Unattachable("JVM " + pid + " is on no tap of yours", "see which are: jvmtap ps"));
            KnownTap.Program program =
                    TapsOfUser.program(jvm, tap).orElseThrow(() -> new Unattachable("JVM " + pid + " has ended", ""));
            tap.detach(program.pid());
            System.err.println("jvmtap: detached " + pid + " (" + program.label() + ") from " + tap.name()
                    + stillOpen(await(jvm, tap)));
            return 0;
        } catch (Unattachable e) {
            throw new CommandFailure(e.problem(), e.remedy(), e);
        } catch (IOException e) {
            throw new CommandFailure("the tap of " + pid + " does not answer", "stop it with Ctrl-C", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** Empty once it is gone from the tap; otherwise what keeps it there. */
    private static Optional<KnownTap.Program> await(RunningJvm jvm, KnownTap tap) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
        Optional<KnownTap.Program> left = TapsOfUser.program(jvm, tap);
        while (left.isPresent() && left.get().connections() == 0 && System.nanoTime() - end < 0) {
            Thread.sleep(LOOK_MILLIS);
            left = TapsOfUser.program(jvm, tap);
        }
        return left;
    }

    private static String stillOpen(Optional<KnownTap.Program> left) {
        return left.filter(program -> program.connections() > 0)
                .map(program -> "; " + Attachment.counted(program.connections()) + " still open through it")
                .orElse("");
    }
}
