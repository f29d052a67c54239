package io.jvmtap.cli;

import io.jvmtap.cli.attach.KnownTap;
import io.jvmtap.cli.attach.TapDoor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes a tap known to other commands of the same user, from its start to its end. */
final class Announcement {
    private final TapDoor door;
    private final Path file;

    private Announcement(TapDoor door, Path file) {
        this.door = door;
        this.file = file;
    }

    /**
     * @param sessionFile in a directory of mode 0700, where the door comes to stand as well
     * @return null where it cannot be done: the tap itself needs none of it
     */
    static @Nullable Announcement make(String command, Path agent, Path sessionFile, TapDoor.Keeper keeper, Home home) {
        Path place = sessionFile.resolveSibling("door");
        try {
            TapDoor door = TapDoor.open(place, keeper);
            try {
                KnownTap tap = new KnownTap(ProcessHandle.current().pid(), command, agent, sessionFile, place);
                return new Announcement(door, tap.write(home.state()));
            } catch (IOException e) {
                door.close();
                return null;
            }
        } catch (IOException e) {
            return null;
        }
    }

    void close() {
        try {
            Files.deleteIfExists(file);
            door.close();
        } catch (IOException e) {
            // Whoever finds the file later sees that there is no such process.
            file.toFile().deleteOnExit();
        }
    }
}
