package io.jvmtap.flow;

/**
 * One header line as it was on the wire: name and value keep their case; the order is that of the list they stand in.
 * Bytes above 0x7F are read as ISO-8859-1, so that the wire bytes can be had back.
 */
public record Header(String name, String value) {
    @Override
    public String toString() {
        return name + ": " + value;
    }
}
