package io.jvmtap.clients.programs;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import org.bson.Document;

/** The synchronous driver of MongoDB. */
public final class MongoPing {
    private MongoPing() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            String place = "mongodb://" + url.getAuthority() + "/?tls=true&serverSelectionTimeoutMS=6000";
            try (MongoClient client = MongoClients.create(place)) {
                return client.getDatabase("test")
                        .runCommand(new Document("ping", 1))
                        .toJson();
            }
        });
    }
}
