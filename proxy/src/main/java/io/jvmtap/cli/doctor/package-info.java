/**
 * What {@code jvmtap doctor} looks at. One check is one class that answers with findings: sentences, and the command that
 * mends what is wrong. A new check is one more line in {@code DoctorCommand}. Checks change nothing.
 */
@NullMarked
package io.jvmtap.cli.doctor;

import org.jspecify.annotations.NullMarked;
