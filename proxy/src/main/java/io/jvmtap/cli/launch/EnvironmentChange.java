package io.jvmtap.cli.launch;

/**
 * What becomes of one environment variable. The change is made by the shell, which has the old value byte by byte;
 * this process may not even be able to decode it.
 */
public record EnvironmentChange(Way way, String name, String value) {

    /** How value and old value come together; a variable that is not set or empty becomes the value alone. */
    public enum Way {
        SET('='),
        /** Behind the old value and a blank, for options. */
        APPEND('+'),
        /** Before the old value and a blank, for options. */
        PREPEND('-'),
        /** Before the old value and a colon, for search paths. */
        PREPEND_PATH('<');

        private final char sign;

        Way(char sign) {
            this.sign = sign;
        }
    }

    static EnvironmentChange set(String name, String value) {
        return new EnvironmentChange(Way.SET, name, value);
    }

    static EnvironmentChange append(String name, String value) {
        return new EnvironmentChange(Way.APPEND, name, value);
    }

    String field() {
        return way.sign + name + '=' + value;
    }
}
