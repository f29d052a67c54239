package io.jvmtap.cli.attach;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where other commands of the same user speak to a tap: a unix-domain socket in a directory that nobody else can enter. One
 * line asks, the answer ends with the connection.
 *
 * <pre>
 * programs      each program: PID TAB open connections TAB label
 * detach PID    "done", or nothing if it is not there
 * </pre>
 */
public final class TapDoor implements AutoCloseable {
    static final String PROGRAMS = "programs";
    static final String DETACH = "detach ";
    static final String DONE = "done";

    /** Who answers; called on threads of the door's. */
    public interface Keeper {
        List<KnownTap.Program> programs();

        boolean detach(long pid);
    }

    private final ServerSocketChannel listener;
    private final Path place;
    private final Keeper keeper;

    private TapDoor(ServerSocketChannel listener, Path place, Keeper keeper) {
        this.listener = listener;
        this.place = place;
        this.keeper = keeper;
    }

    /**
     * @param place in a directory of mode 0700
     * @throws IOException where a socket cannot be made there; its path may be too long, for one
     */
    public static TapDoor open(Path place, Keeper keeper) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(place));
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e instanceof IOException io ? io : new IOException(e);
        }
        TapDoor door = new TapDoor(listener, place, keeper);
        start(door::acceptAll);
        return door;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(place);
    }

    private void acceptAll() {
        try {
            while (true) {
                SocketChannel one = listener.accept();
                start(() -> serve(one));
            }
        } catch (ClosedChannelException closed) {
            // The tap ends.
        } catch (IOException e) {
            // Out of descriptors, say: the tap is more important than its door.
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            String question = new BufferedReader(
                            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))
                    .readLine();
            ByteBuffer answer = StandardCharsets.UTF_8.encode(answer(question == null ? "" : question));
            while (answer.hasRemaining()) {
                channel.write(answer);
            }
        } catch (IOException | NumberFormatException e) {
            // Whoever asked is gone, or asks nonsense.
        }
    }

    private String answer(String question) {
        StringBuilder answer = new StringBuilder();
        if (question.equals(PROGRAMS)) {
            for (KnownTap.Program program : keeper.programs()) {
                answer.append(program.pid())
                        .append('\t')
                        .append(program.connections())
                        .append('\t')
                        .append(program.label().replaceAll("\\s", " "))
                        .append('\n');
            }
        } else if (question.startsWith(DETACH) && keeper.detach(Long.parseLong(question.substring(DETACH.length())))) {
            answer.append(DONE).append('\n');
        }
        return answer.toString();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "jvmtap-door");
        thread.setDaemon(true);
        thread.start();
    }
}
