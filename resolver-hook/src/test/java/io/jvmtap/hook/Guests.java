package io.jvmtap.hook;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Puts test programs into a bundle or a module, as the platforms want them. */
final class Guests {
    private static final List<String> PARTS = List.of("Bundle", "Judged", "Judged$Judge", "Connects", "Connects$1");

    private Guests() {}

    /** An OSGi bundle that imports what it uses, and sees nothing else. */
    static Path bundle(int version, Path file) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", "guest");
        attributes.putValue("Bundle-Activator", "io.jvmtap.hook.program.Bundle");
        attributes.putValue("Import-Package", "org.osgi.framework,javax.net.ssl");
        pack(version, file, manifest);
        return file;
    }

    /** A folder of JBoss Modules with the module {@code guest}, which depends on {@code java.base} alone. */
    static Path modules(int version, Path folder) throws IOException {
        Path module = Files.createDirectories(folder.resolve("guest").resolve("main"));
        pack(version, module.resolve("guest.jar"), new Manifest());
        Files.writeString(module.resolve("module.xml"), """
                <module xmlns="urn:jboss:module:1.9" name="guest">
                  <main-class name="io.jvmtap.hook.program.Judged"/>
                  <resources><resource-root path="guest.jar"/></resources>
                  <dependencies><module name="java.base"/></dependencies>
                </module>
                """);
        return folder;
    }

    /** The jar on the tests' class path whose name begins so. */
    static Path jar(String name) {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(path.split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> entry.getFileName().toString().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private static void pack(int version, Path file, Manifest manifest) throws IOException {
        Path classes = Path.of(Programs.classPath(version));
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (String part : PARTS) {
                String name = "io/jvmtap/hook/program/" + part + ".class";
                jar.putNextEntry(new JarEntry(name));
                jar.write(Files.readAllBytes(classes.resolve(name)));
                jar.closeEntry();
            }
        }
    }
}
