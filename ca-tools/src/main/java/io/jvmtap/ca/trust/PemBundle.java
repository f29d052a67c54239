package io.jvmtap.ca.trust;

import io.jvmtap.ca.Pem;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Certificates in PEM, one after the other; all else in the file is left as it is, to the byte. */
final class PemBundle implements Bundle {
    private static final String BEGIN = Pem.begin("CERTIFICATE");
    private static final String END = Pem.end("CERTIFICATE");

    /** One character a byte, so that comments in any encoding survive. */
    private final String text;

    PemBundle(byte[] content) {
        this.text = new String(content, StandardCharsets.ISO_8859_1);
    }

    static boolean isOne(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1).contains(BEGIN);
    }

    @Override
    public boolean contains(Root root) {
        return find(text, root) != null;
    }

    @Override
    public byte[] with(Root root) {
        String separator = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
        return bytes(text + separator + comment(root) + Pem.encode(root.certificate()));
    }

    @Override
    public byte[] without(Root root) {
        String rest = text;
        for (int[] block = find(rest, root); block != null; block = find(rest, root)) {
            rest = rest.substring(0, block[0]) + rest.substring(block[1]);
        }
        return bytes(rest);
    }

    @Override
    public String addCommand(String file, Root root) {
        return "cat " + Commands.quoted(root.file().toString()) + " >> " + file;
    }

    @Override
    public String removeCommand(String file, Root root) {
        return "# cut the certificate " + root.alias() + " out of " + file;
    }

    /** Where the root's block with our comment and its line end begins and ends. */
    private static int @Nullable [] find(String text, Root root) {
        byte[] wanted = der(root);
        for (int begin = text.indexOf(BEGIN); begin >= 0; begin = text.indexOf(BEGIN, begin + 1)) {
            int end = text.indexOf(END, begin);
            if (end < 0) {
                return null;
            }
            end += END.length();
            if (!Arrays.equals(wanted, Pem.decode("CERTIFICATE", text.substring(begin, end)))) {
                continue;
            }
            boolean ours = text.substring(0, begin).endsWith(comment(root));
            int lineEnd = text.startsWith("\r\n", end) ? 2 : text.startsWith("\n", end) ? 1 : 0;
            return new int[] {ours ? begin - comment(root).length() : begin, end + lineEnd};
        }
        return null;
    }

    private static String comment(Root root) {
        return "# " + root.alias() + "\n";
    }

    private static byte[] der(Root root) {
        try {
            return root.certificate().getEncoded();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalArgumentException("a certificate without encoding", impossible);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
