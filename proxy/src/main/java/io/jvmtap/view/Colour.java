package io.jvmtap.view;

/** Colours of ECMA-48 (SGR), from the sixteen that every palette sets itself. */
enum Colour {
    PLAIN(""),
    DIM("2"),
    BOLD("1"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    CYAN("36");

    private final String code;

    Colour(String code) {
        this.code = code;
    }

    String paint(String text) {
        return this == PLAIN || text.isBlank() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    static Colour ofStatus(int status) {
        return switch (status / 100) {
            case 1, 2 -> GREEN;
            case 3 -> CYAN;
            case 4 -> YELLOW;
            default -> RED;
        };
    }
}
