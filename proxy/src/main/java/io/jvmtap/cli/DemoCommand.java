package io.jvmtap.cli;

import io.jvmtap.cli.launch.LaunchPlan;
import io.jvmtap.cli.launch.LaunchPlanner;
import io.jvmtap.demo.Shop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jvmtap demo}: a run like any other, of a small client against a small server that trusts nobody's CA but its own. */
@Command(
        name = "demo",
        description = "Shows a tapped run: a small HTTPS server with a private CA, and a client that trusts only that.")
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--session-dir", hidden = true)
    @Nullable
    Path sessionDirectory;

    @Override
    public Integer call() {
        TappedRun run = new TappedRun(new TapOptions(), sessionDirectory, Home.ofUser());
        try (Shop shop = Shop.open()) {
            int code = run.run("demo", (agent, sessionFile, state) -> plan(shop, agent, sessionFile));
            System.err.println("\nThat was decrypted on its way, although the client trusts no CA of ours. Now try\n"
                    + "  scripts/jvmtap log\n"
                    + "  scripts/jvmtap show 1\n"
                    + "  scripts/jvmtap run -- java -jar your.jar");
            return code;
        } catch (IOException e) {
            throw new CommandFailure("the demonstration cannot start: " + e.getMessage(), "see --verbose", e);
        }
    }

    private static LaunchPlan plan(Shop shop, Path agent, Path sessionFile) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(LaunchPlanner.agentOption(agent, sessionFile));
        command.addAll(shop.clientOptions());
        return LaunchPlan.of(command);
    }
}
