package io.jvmtap.clients.programs;

import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.core.Response;
import javax.net.ssl.SSLContext;

/** The client of whichever JAX-RS is on the class path. */
public final class JakartaRs {
    private JakartaRs() {}

    public static void main(String[] args) throws Exception {
        Client client =
                ClientBuilder.newBuilder().sslContext(SSLContext.getDefault()).build();
        Seen.each(args, url -> {
            try (Response response = client.target(url).request().get()) {
                return Seen.answer(response.getStatus(), response.readEntity(byte[].class));
            }
        });
    }
}
