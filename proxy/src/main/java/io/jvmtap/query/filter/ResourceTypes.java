package io.jvmtap.query.filter;

import io.jvmtap.query.MediaType;
import java.util.List;

/** What browsers' tools call a response, by its type. */
final class ResourceTypes {
    /** What mitmproxy's {@code ~a} lets through. */
    static final List<String> ASSETS = List.of("stylesheet", "script", "image", "font");

    private ResourceTypes() {}

    static String of(int status, MediaType type) {
        String name = type.name();
        if (status == 101) {
            return "websocket";
        }
        if (name.equals("text/html") || name.equals("application/xhtml+xml")) {
            return "document";
        }
        if (name.equals("text/css")) {
            return "stylesheet";
        }
        if (name.endsWith("javascript") || name.endsWith("ecmascript")) {
            return "script";
        }
        if (name.startsWith("image/")) {
            return "image";
        }
        if (name.startsWith("audio/") || name.startsWith("video/")) {
            return "media";
        }
        if (name.startsWith("font/") || name.startsWith("application/font-") || name.contains("/x-font-")) {
            return "font";
        }
        if (name.equals("text/event-stream")) {
            return "eventsource";
        }
        return type.json() || type.text() ? "fetch" : "other";
    }
}
