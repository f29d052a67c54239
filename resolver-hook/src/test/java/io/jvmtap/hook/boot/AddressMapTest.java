package io.jvmtap.hook.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressMapTest {
    @Test
    void aPairOfNameAndAddressKeepsItsLoopbackAddress() throws Exception {
        InetAddress[] first = AddressMap.give("one.test", addresses("192.0.2.1", "2001:db8::1"));
        InetAddress[] again = AddressMap.give("ONE.test.", addresses("2001:db8::1", "192.0.2.1"));
        assertArrayEquals(first[0].getAddress(), again[1].getAddress());
        assertArrayEquals(first[1].getAddress(), again[0].getAddress());
        assertEquals("one.test", first[0].getHostName());
        assertEquals("ONE.test.", again[0].getHostName());
    }

    @Test
    void twoNamesOfOneAddressAreToldApart() throws Exception {
        InetAddress a = AddressMap.give("a.test", addresses("192.0.2.7"))[0];
        InetAddress b = AddressMap.give("b.test", addresses("192.0.2.7"))[0];
        assertNotEquals(a, b);
        AddressMap.Known behind = AddressMap.behind(b);
        assertNotNull(behind);
        assertEquals("b.test", behind.name);
        assertEquals(addresses("192.0.2.7")[0], behind.real);
    }

    @Test
    void foreignAddressesHaveNothingBehindThem() throws Exception {
        AddressMap.give("c.test", addresses("192.0.2.8"));
        assertNull(AddressMap.behind(addresses("127.0.0.1")[0]));
        assertNull(AddressMap.behind(addresses("127.127.255.254")[0]));
        assertNull(AddressMap.behind(addresses("::1")[0]));
        assertNull(AddressMap.behind(null));
    }

    @Test
    void noLoopbackAddressLooksLikeANetworkOrABroadcast() throws Exception {
        Set<InetAddress> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            InetAddress given = AddressMap.give("n" + i + ".test", addresses("192.0.2.9"))[0];
            int last = given.getAddress()[3] & 0xFF;
            assertNotEquals(0, last);
            assertNotEquals(255, last);
            assertEquals(true, seen.add(given));
        }
    }

    @Test
    void theLatestAddressesOfANameAreKnownInOrder() throws Exception {
        AddressMap.note("d.test", addresses("192.0.2.1"));
        AddressMap.note("D.test", addresses("192.0.2.3", "192.0.2.2"));
        assertEquals(List.of(addresses("192.0.2.3", "192.0.2.2")), AddressMap.real("d.test"));
        assertEquals(List.of(), AddressMap.real("never.test"));
    }

    private static InetAddress[] addresses(String... literals) throws Exception {
        InetAddress[] all = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            all[i] = InetAddress.getByName(literals[i]);
        }
        return all;
    }
}
