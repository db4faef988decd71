package finance.flowlet.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Where a page of a list ended, in a form that a client can only hand back: base64url of an HMAC and the
/// position. The HMAC covers whose list it is and its filters, so that a cursor of another user or of another
/// question is not one.
final class Cursor {
    private static final String VERSION = "cursor-1";
    private static final int MAC_BYTES = 16;
    private final SecretKeySpec key;

    /// `secret` is shared by all gateways and is never used as it is.
    Cursor(String secret) {
        var derived =
                mac(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"), "flowlet list cursor");
        this.key = new SecretKeySpec(derived, "HmacSHA256");
    }

    /// The cursor at `position` of the list that `list` names.
    String write(String list, String position) {
        var seal = seal(list, position);
        var text = position.getBytes(StandardCharsets.UTF_8);
        var bytes = Arrays.copyOf(seal, MAC_BYTES + text.length);
        System.arraycopy(text, 0, bytes, MAC_BYTES, text.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// The position in a cursor that was written for this very list.
    Optional<String> read(String list, String cursor) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        if (bytes.length <= MAC_BYTES) {
            return Optional.empty();
        }
        var position = new String(bytes, MAC_BYTES, bytes.length - MAC_BYTES, StandardCharsets.UTF_8);
        var genuine = MessageDigest.isEqual(seal(list, position), Arrays.copyOf(bytes, MAC_BYTES));
        // One cursor has one text: padding or stray bits would make two.
        return genuine && write(list, position).equals(cursor) ? Optional.of(position) : Optional.empty();
    }

    private byte[] seal(String list, String position) {
        return Arrays.copyOf(mac(key, VERSION + "\n" + position.length() + "\n" + position + "\n" + list), MAC_BYTES);
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HmacSHA256", missing);
        }
    }
}
