package io.jvmtap.cli;

import io.jvmtap.record.CaptureInfo;
import io.jvmtap.record.CaptureReader;
import io.jvmtap.record.Losses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a reader of a capture must know: that it is not all that was seen. */
final class Notices {
    private Notices() {}

    static List<String> of(CaptureReader reader) throws IOException {
        List<String> notices = new ArrayList<>();
        CaptureInfo.Removed removed = reader.removed();
        if (removed.exchanges() > 0 || removed.connections() > 0) {
            notices.add("the oldest were removed to keep within the limits: " + removed.exchanges() + " exchanges, "
                    + removed.connections() + " connections");
        }
        Losses losses = reader.losses();
        if (losses.events() > 0) {
            notices.add(losses.events() + " events with " + losses.bytes() + " bytes could not be recorded");
        }
        return notices;
    }
}
