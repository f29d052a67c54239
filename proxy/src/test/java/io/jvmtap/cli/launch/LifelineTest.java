package io.jvmtap.cli.launch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifelineTest {
    @Test
    void theProgramsEndIsALineOfItsOwn() throws IOException {
        InputStream script = bytes("not yet ended\nended\nmore");

        new Lifeline(script, OutputStream.nullOutputStream()).awaitEnd();

        assertEquals(0, script.available(), "read ahead, but no line was waited for");
    }

    @Test
    void theEndOfTheScriptIsTheEndToo() throws IOException {
        new Lifeline(bytes(""), OutputStream.nullOutputStream()).awaitEnd();
    }

    @Test
    void theReleaseIsOneField() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new Lifeline(bytes(""), out).release();

        assertArrayEquals(new byte[] {'.', 0}, out.toByteArray());
    }

    @Test
    void aScriptThatIsGoneIsNoFailure() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Lifeline line = new Lifeline(bytes(""), broken);

        assertFalse(line.send(LaunchPlan.of(List.of("java"))));
        line.release();
        assertTrue(new Lifeline(bytes(""), new ByteArrayOutputStream()).send(LaunchPlan.of(List.of("java"))));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }
}
