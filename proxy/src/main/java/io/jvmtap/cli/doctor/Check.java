package io.jvmtap.cli.doctor;

import java.util.List;

/** Looks at one thing and changes nothing. Never throws: what cannot be looked at is a finding too. */
@FunctionalInterface
public interface Check {
    List<Finding> look();
}
