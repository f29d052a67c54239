package io.jvmtap.sample.io.ktor.network.tls;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** A relocated copy of Ktor's class with the two checks, which note what they were given. */
public final class HostnameUtilsKt {
    public static final List<X509Certificate> COMPARED = new ArrayList<>();

    private HostnameUtilsKt() {}

    public static void verifyHostnameInCertificate(String host, X509Certificate certificate) {
        COMPARED.add(certificate);
    }

    public static void verifyIpInCertificate(String address, X509Certificate certificate) {
        COMPARED.add(certificate);
    }
}
