package finance.flowlet.proof;

import java.util.Base64;

/// The text form of keys (RFC 7468).
final class Pem {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    static String encode(String label, byte[] bytes) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, LINES.encodeToString(bytes), label);
    }

    static byte[] decode(String label, String text) {
        var begin = "-----BEGIN " + label + "-----";
        var start = text.indexOf(begin);
        var end = text.indexOf("-----END " + label + "-----");
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no PEM of a " + label);
        }
        var base64 = text.substring(start + begin.length(), end).replaceAll("\\s", "");
        return Base64.getDecoder().decode(base64);
    }
}
