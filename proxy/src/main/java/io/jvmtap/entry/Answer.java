package io.jvmtap.entry;

/** What the other side is told, in its own protocol, when the real host has been dialled. */
@FunctionalInterface
public interface Answer {
    /** To an agent: the verdict's byte (WIRE.md section 3). */
    Answer VERDICT = (verdict, why) -> new byte[] {verdict.code()};

    /** To a side that does not expect any: it sees its connection end if nobody is there. */
    Answer NONE = (verdict, why) -> new byte[0];

    /**
     * @param why one line for people, empty where the verdict is {@link Verdict#CONNECTED}
     * @return what to send; may be empty
     */
    byte[] to(Verdict verdict, String why);
}
