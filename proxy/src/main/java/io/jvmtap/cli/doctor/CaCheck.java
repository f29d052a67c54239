package io.jvmtap.cli.doctor;

import io.jvmtap.ca.CaException;
import io.jvmtap.ca.CertificateAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The local CA: loads, which includes the key's mode and that it fits the certificate, and lives on for a while. */
public record CaCheck(Path directory, InstantSource clock) implements Check {
    /** Time enough to make a new one and to put it into the trust stores that have this one. */
    private static final Duration SOON = Duration.ofDays(30);

    @Override
    public List<Finding> look() {
        if (!Files.exists(directory.resolve("ca.pem")) && !Files.exists(directory.resolve("ca.key.pem"))) {
            return List.of(Finding.fine("there is no CA yet; the first run makes one in " + directory));
        }
        try {
            CertificateAuthority ca = CertificateAuthority.load(directory);
            Instant end = ca.certificate().getNotAfter().toInstant();
            if (end.isBefore(clock.instant().plus(SOON))) {
                return List.of(Finding.note("the CA in " + directory + " expires on " + end, "jvmtap ca create"));
            }
            return List.of(
                    Finding.fine("the CA in " + directory + " is valid until " + end + ", and its key is yours alone"));
        } catch (CaException e) {
            return List.of(Finding.wrong(e.problem(), e.remedy()));
        }
    }
}
