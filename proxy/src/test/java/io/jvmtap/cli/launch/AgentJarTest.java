package io.jvmtap.cli.launch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AgentJarTest {
    @Test
    void aPlainPathSurvivesTheWordSplittingOfAScript() {
        assertTrue(AgentJar.survivesWordSplitting(Path.of("/home/jürgen/.local/state/jvmtap-1/jvmtap-agent.jar")));
    }

    @Test
    void aPathWithSignsThatShellsOrTheJvmTakeApartDoesNot() {
        for (String sign : new String[] {" ", "\t", "\n", "'", "\"", "$", "*", "=", "\\", ";", "#", "&"}) {
            assertFalse(AgentJar.survivesWordSplitting(Path.of("/home/a" + sign + "b/agent.jar")), sign);
        }
    }
}
