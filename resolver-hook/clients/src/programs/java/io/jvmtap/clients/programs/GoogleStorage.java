package io.jvmtap.clients.programs;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;

/** Google Cloud Storage, which asks for a bucket that is no bucket: the answer is not JSON. */
public final class GoogleStorage {
    private GoogleStorage() {}

    public static void main(String[] args) {
        Seen.each(args, url -> {
            Storage storage = StorageOptions.http()
                    .setProjectId("test")
                    .setHost("https://" + url.getAuthority() + "/hello")
                    .setCredentials(NoCredentials.getInstance())
                    .setRetrySettings(com.google.cloud.ServiceOptions.getNoRetrySettings())
                    .build()
                    .getService();
            return String.valueOf(storage.get("bucket"));
        });
    }
}
