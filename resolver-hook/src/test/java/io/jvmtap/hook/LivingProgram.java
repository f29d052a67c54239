package io.jvmtap.hook;

import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A JVM that runs until the test has done with it, and that agents are put into while it runs. */
final class LivingProgram implements Closeable {
    private final Process process;
    private final BufferedReader answers;
    private final Path folder;

    LivingProgram(Bench bench, Path folder, List<String> options) throws IOException {
        this.folder = folder;
        process = bench.jvm.startTalking(folder, options, List.of("io.jvmtap.hook.program.Living"));
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!"alive".equals(answers.readLine())) {
            throw new IOException(Files.readString(folder.resolve("err")));
        }
    }

    /** Has it do something; its answer. */
    String tell(String order) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((order + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
        return answers.readLine();
    }

    /** What attach calls answer across versions means nothing, so nothing is made of it. */
    void load(Path jar, String argument) throws Exception {
        VirtualMachine jvm = VirtualMachine.attach(String.valueOf(process.pid()));
        try {
            jvm.loadAgent(jar.toString(), argument);
        } catch (com.sun.tools.attach.AgentLoadException lie) {
            if (!String.valueOf(lie.getMessage()).endsWith("0")) {
                throw lie;
            }
        } finally {
            jvm.detach();
        }
    }

    /** The classes of the network that call us now. */
    List<String> woven() throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", "io.jvmtap.hook.program.Witness");
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        Path jar = Files.createTempFile(folder, "witness", ".jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        Path file = Files.createTempFile(folder, "woven", "");
        load(jar, file.toString());
        List<String> lines = Files.readAllLines(file);
        if (!lines.contains("end")) {
            throw new IOException("the witness said " + lines);
        }
        return lines.subList(0, lines.size() - 1);
    }

    /** What it has printed of its own accord. */
    String errors() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.destroy();
    }
}
