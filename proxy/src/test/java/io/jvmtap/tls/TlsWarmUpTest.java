package io.jvmtap.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jvmtap.ca.CertificateAuthority;
import io.jvmtap.ca.LeafMint;
import io.jvmtap.ca.MintedLeaf;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsWarmUpTest {
    @Test
    void theHandshakesComeToTheirEnd(@TempDir Path directory) throws Exception {
        LeafMint mint = new LeafMint(CertificateAuthority.create(directory.resolve("ca")), Runnable::run);
        MintedLeaf leaf = mint.forName("warm-up.invalid").get();
        assertEquals(TlsWarmUp.ROUNDS, TlsWarmUp.run(new UpstreamTls(), new ProgramTls(), leaf));
    }
}
