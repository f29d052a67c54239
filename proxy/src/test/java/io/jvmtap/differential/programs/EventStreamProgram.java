package io.jvmtap.differential.programs;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Reads a stream of events, whose data say when they were sent, and says how long each was on its way. */
public final class EventStreamProgram {
    private EventStreamProgram() {}

    public static void main(String[] args) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(args[0])).build();
        StringBuilder seen = new StringBuilder();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()
                        .send(request, BodyHandlers.ofInputStream())
                        .body(),
                StandardCharsets.US_ASCII))) {
            String id = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    long took = System.nanoTime() - Long.parseLong(line.substring(6));
                    seen.append(id).append(' ').append(took).append('\n');
                }
            }
        }
        System.out.print(seen);
    }
}
