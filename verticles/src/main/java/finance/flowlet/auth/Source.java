package finance.flowlet.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/// Where a request comes from, for counting: an IPv4 address, or the /64 network of an IPv6 address, since whoever has
/// one address of such a network has all of them.
record Source(String network) {
    private static final int NETWORK_BYTES = 8;

    static Source of(String address) {
        try {
            return InetAddress.ofLiteral(address) instanceof Inet6Address six
                    ? new Source(HexFormat.of().formatHex(six.getAddress(), 0, NETWORK_BYTES) + "/64")
                    : new Source(address);
        } catch (IllegalArgumentException notAnAddress) {
            return new Source(address);
        }
    }
}
