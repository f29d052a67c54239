package io.jvmtap.clients.programs;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;

/** A socket to an address that dnsjava found without the JDK. */
public final class DnsJava {
    private DnsJava() {}

    public static void main(String[] args) {
        Seen.each(args, DnsJava::visit);
    }

    private static String visit(URI url) throws Exception {
        ARecord record = (ARecord) LookupSession.defaultBuilder()
                .build()
                .lookupAsync(Name.fromString(url.getHost() + "."), Type.A)
                .toCompletableFuture()
                .get()
                .getRecords()
                .get(0);
        InetAddress address =
                InetAddress.getByAddress(url.getHost(), record.getAddress().getAddress());
        try (SSLSocket socket = (SSLSocket) SSLSocketFactory.getDefault().createSocket()) {
            socket.connect(new InetSocketAddress(address, url.getPort()));
            socket.setSSLParameters(RawHttp.checkingNames(socket.getSSLParameters()));
            socket.getOutputStream().write(RawHttp.request(url));
            return RawHttp.answer(Bytes.all(socket.getInputStream()));
        }
    }
}
