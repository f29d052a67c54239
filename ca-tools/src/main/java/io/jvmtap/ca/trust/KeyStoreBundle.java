package io.jvmtap.ca.trust;

import io.jvmtap.ca.CaException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Java key store. Other entries, private keys among them, are carried over unopened, and what was readable without a
 * password stays so: since JDK 18 {@code cacerts} is such a PKCS12, and the JVM reads it without one.
 */
final class KeyStoreBundle implements Bundle {
    private static final int JKS_MAGIC = 0xFEEDFEED;
    private static final int JCEKS_MAGIC = 0xCECECECE;
    private static final int DER_SEQUENCE = 0x30;

    /** DER of the OID 1.2.840.113549.1.5.13, PBES2 (RFC 8018): JDK 8 before update 301 cannot read stores that use it. */
    private static final byte[] PBES2 = {0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 5, 0x0D
    };

    private final byte[] content;
    private final char[] password;
    private final String type;
    private final String file;

    /**
     * @param file for messages
     * @throws CaException if it is no key store, is damaged, or the password does not open it
     */
    KeyStoreBundle(byte[] content, char[] password, String file) {
        this.content = content;
        this.password = password;
        this.file = file;
        this.type = type(content, file);
        open();
    }

    @Override
    public boolean contains(Root root) {
        return !aliases(open(), root).isEmpty();
    }

    @Override
    public byte[] with(Root root) {
        KeyStore store = open();
        try {
            if (store.containsAlias(root.alias())) {
                throw new CaException(
                        file + " has another entry of the name " + root.alias(), "remove that with keytool -delete");
            }
            store.setCertificateEntry(root.alias(), root.certificate());
        } catch (KeyStoreException failure) {
            throw damaged(failure);
        }
        return checked(store, root, true);
    }

    @Override
    public byte[] without(Root root) {
        KeyStore store = open();
        try {
            for (String alias : aliases(store, root)) {
                store.deleteEntry(alias);
            }
        } catch (KeyStoreException failure) {
            throw damaged(failure);
        }
        return checked(store, root, false);
    }

    @Override
    public String addCommand(String quotedFile, Root root) {
        return "keytool -importcert -noprompt -trustcacerts -alias " + root.alias() + " -file "
                + Commands.quoted(root.file().toString()) + " -keystore " + quotedFile;
    }

    @Override
    public String removeCommand(String quotedFile, Root root) {
        return "keytool -delete -alias " + root.alias() + " -keystore " + quotedFile;
    }

    private KeyStore open() {
        return load(content, password);
    }

    private static List<String> aliases(KeyStore store, Root root) {
        try {
            return Collections.list(store.aliases()).stream()
                    .filter(alias -> trusts(store, alias, root))
                    .toList();
        } catch (KeyStoreException impossible) {
            throw new IllegalStateException("the key store is loaded", impossible);
        }
    }

    private static boolean trusts(KeyStore store, String alias, Root root) {
        try {
            return store.isCertificateEntry(alias) && root.certificate().equals(store.getCertificate(alias));
        } catch (KeyStoreException impossible) {
            throw new IllegalStateException("the key store is loaded", impossible);
        }
    }

    /** Reads the new content back before anyone else may, in the ways that the old content could be read. */
    private byte[] checked(KeyStore changed, Root root, boolean expected) {
        boolean open = openWithoutPassword();
        byte[] written = store(changed, open);
        try {
            boolean good = agrees(load(written, password), changed, root, expected);
            if (good && open) {
                good = agrees(load(written, null), changed, root, expected);
            }
            if (good) {
                return written;
            }
        } catch (KeyStoreException failure) {
            throw damaged(failure);
        }
        throw new CaException(
                "this JDK cannot rewrite " + file + " without loss",
                "use that JDK's own keytool: " + addCommand(file, root));
    }

    private static boolean agrees(KeyStore reread, KeyStore meant, Root root, boolean expected)
            throws KeyStoreException {
        return reread.size() == meant.size() && aliases(reread, root).isEmpty() != expected;
    }

    private boolean openWithoutPassword() {
        if (!type.equals("PKCS12")) {
            return false;
        }
        try {
            KeyStore all = open();
            return all.size() > 0 && load(content, null).size() == all.size();
        } catch (KeyStoreException failure) {
            throw damaged(failure);
        }
    }

    private byte[] store(KeyStore changed, boolean open) {
        Map<String, String> settings = new HashMap<>();
        if (open) {
            settings.put("keystore.pkcs12.certProtectionAlgorithm", "NONE");
            settings.put("keystore.pkcs12.macAlgorithm", "NONE");
        } else if (type.equals("PKCS12") && !uses(PBES2)) {
            settings.put("keystore.pkcs12.legacy", "true");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // The JDK reads these settings at each store, from system properties only.
        synchronized (KeyStoreBundle.class) {
            Map<String, @Nullable String> before = new HashMap<>();
            settings.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
            try {
                changed.store(out, password);
            } catch (GeneralSecurityException | IOException failure) {
                throw damaged(failure);
            } finally {
                before.forEach(KeyStoreBundle::restore);
            }
        }
        return out.toByteArray();
    }

    private static void restore(String name, @Nullable String value) {
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }

    private boolean uses(byte[] bytes) {
        for (int i = 0; i + bytes.length <= content.length; i++) {
            if (Arrays.equals(content, i, i + bytes.length, bytes, 0, bytes.length)) {
                return true;
            }
        }
        return false;
    }

    private KeyStore load(byte[] bytes, char @Nullable [] with) {
        try {
            KeyStore store = KeyStore.getInstance(type);
            store.load(new ByteArrayInputStream(bytes), with);
            return store;
        } catch (IOException failure) {
            if (failure.getCause() instanceof UnrecoverableKeyException) {
                throw new CaException(
                        "the password does not open " + file, "give the right one with --password-file", failure);
            }
            throw damaged(failure);
        } catch (GeneralSecurityException failure) {
            throw damaged(failure);
        }
    }

    private CaException damaged(Exception failure) {
        return new CaException(
                file + " is damaged, or of a kind this JDK cannot read (" + failure.getMessage() + ")",
                "look at it with keytool -list",
                failure);
    }

    private static String type(byte[] content, String file) {
        int magic = content.length < 4 ? 0 : ByteBuffer.wrap(content).getInt();
        if (magic == JKS_MAGIC) {
            return "JKS";
        }
        if (magic == JCEKS_MAGIC) {
            return "JCEKS";
        }
        if (content.length > 0 && content[0] == DER_SEQUENCE) {
            return "PKCS12";
        }
        throw new CaException(
                file + " is neither JKS, JCEKS, PKCS12 nor certificates in PEM", "name a file of one of these kinds");
    }
}
