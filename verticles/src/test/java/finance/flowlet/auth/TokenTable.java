package finance.flowlet.auth;

import static finance.flowlet.auth.HandMadeToken.HEADER;
import static finance.flowlet.auth.HandMadeToken.segment;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.id.SessionId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Credentials that are no access token of ours, each made from `token` by one change. Unless a case is about the
/// signature, it is signed with the right key: each is to be refused for the reason that its name gives.
final class TokenTable {
    private final String token;
    private final HandMadeToken ours;
    private final HandMadeToken others;
    private final String refreshToken;
    private final int listenerPort;
    private final long now;

    /// `otherToken` is a valid token of somebody else, `listenerPort` where keys might be fetched, `now` in seconds.
    TokenTable(String token, String otherToken, String refreshToken, int listenerPort, long now) {
        this.token = token;
        this.ours = HandMadeToken.from(token);
        this.others = HandMadeToken.from(otherToken);
        this.refreshToken = refreshToken;
        this.listenerPort = listenerPort;
        this.now = now;
    }

    /// Every case by its name.
    Map<String, String> refused() {
        var cases = new LinkedHashMap<String, String>();
        cases.putAll(signatures());
        cases.putAll(headers());
        cases.putAll(claims());
        cases.putAll(subjects());
        cases.putAll(spellings());
        return cases;
    }

    private Map<String, String> signatures() {
        var rsa = keys("RSA", 2048);
        var ec = keys("EC", 256);
        var pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(rsa.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        var signature = token.substring(token.lastIndexOf('.') + 1);
        var cases = new LinkedHashMap<String, String>();
        for (var none : List.of("none", "None", "nOnE", "NONE", "")) {
            var header = ours.withHeader("{\"alg\":\"" + none + "\",\"typ\":\"at+jwt\"}");
            cases.put("alg '" + none + "' without a signature", header.unsigned() + ".");
            cases.put("alg '" + none + "' with the signature of HS256", header.signed());
            cases.put("alg '" + none + "' without the last segment", header.unsigned());
        }
        cases.put("signature removed", ours.unsigned() + ".");
        cases.put("signature and its dot removed", ours.unsigned());
        cases.put(
                "signature of another token", ours.with("jti", "\"tok_other\"").unsigned() + "." + signature);
        cases.put("last bit of the signature's first byte flipped", flipped(token, token.lastIndexOf('.') + 1));
        cases.put("a bit of the claims flipped", flipped(token, token.indexOf('.') + 5));
        cases.put(
                "signed with another secret", ours.signed("HmacSHA256", "another secret of thirty-two bytes, or more"));
        cases.put("signed with an empty-looking secret", ours.signed("HmacSHA256", "\0"));
        cases.put("signed with our public RSA key as secret", ours.signed("HmacSHA256", pem));
        cases.put(
                "RS256 header, signed with the public key as secret",
                ours.withHeader("{\"alg\":\"RS256\",\"typ\":\"at+jwt\"}").signed("HmacSHA256", pem));
        cases.put("ES256", signed(ours.withHeader("{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}"), ec));
        cases.put(
                "ES256 with r = s = 0",
                ours.withHeader("{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}").unsigned() + "." + segment(new byte[64]));
        cases.put("RS256", signed(ours.withHeader("{\"alg\":\"RS256\",\"typ\":\"at+jwt\"}"), rsa));
        cases.put(
                "HS384",
                ours.withHeader("{\"alg\":\"HS384\",\"typ\":\"at+jwt\"}").signed("HmacSHA384", HandMadeToken.SECRET));
        cases.put(
                "HS512",
                ours.withHeader("{\"alg\":\"HS512\",\"typ\":\"at+jwt\"}").signed("HmacSHA512", HandMadeToken.SECRET));
        cases.put("all zero signature", ours.unsigned() + "." + segment(new byte[32]));
        return cases;
    }

    private Map<String, String> headers() {
        var url = "http://127.0.0.1:" + listenerPort + "/keys";
        var cases = new LinkedHashMap<String, String>();
        for (var typ : List.of("JWT", "at+JWT", "AT+JWT", "application/at+jwt", "rt+jwt", "id+jwt", "")) {
            cases.put("typ '" + typ + "'", header("{\"alg\":\"HS256\",\"typ\":\"" + typ + "\"}"));
        }
        cases.put("no typ", header("{\"alg\":\"HS256\"}"));
        cases.put("header is null", "bnVsbA" + token.substring(token.indexOf('.')));
        cases.put("claims are null", token.replaceFirst("\\.[^.]*\\.", ".bnVsbA."));
        cases.put("typ null", header("{\"alg\":\"HS256\",\"typ\":null}"));
        cases.put("no alg", header("{\"typ\":\"at+jwt\"}"));
        cases.put("alg hs256", header("{\"alg\":\"hs256\",\"typ\":\"at+jwt\"}"));
        cases.put("alg as array", header("{\"alg\":[\"HS256\"],\"typ\":\"at+jwt\"}"));
        cases.put("alg twice, the right one last", header("{\"alg\":\"none\",\"alg\":\"HS256\",\"typ\":\"at+jwt\"}"));
        cases.put("alg twice, the right one first", header("{\"alg\":\"HS256\",\"alg\":\"none\",\"typ\":\"at+jwt\"}"));
        for (var kid : List.of("unknown", "../../dev/null", "' or 1=1--", "x".repeat(4096), "")) {
            cases.put(
                    "kid '" + kid.substring(0, Math.min(20, kid.length())) + "'",
                    header(with("kid", "\"" + kid + "\"")));
        }
        cases.put("kid of ten kilobytes", header(with("kid", "\"" + "x".repeat(10_240) + "\"")));
        cases.put("jku", header(with("jku", "\"" + url + "\"")));
        cases.put("x5u", header(with("x5u", "\"" + url + "\"")));
        cases.put("jwk", header(with("jwk", "{\"kty\":\"oct\",\"k\":\"AAAA\"}")));
        cases.put("x5c", header(with("x5c", "[\"AAAA\"]")));
        cases.put("crit unknown", header(with("crit", "[\"exp\"]")));
        cases.put("crit empty", header(with("crit", "[]")));
        cases.put("zip", header(with("zip", "\"DEF\"")));
        cases.put("b64 false", header(with("b64", "false")));
        cases.put("cty JWT, a nested token", header(with("cty", "\"JWT\"")));
        cases.put("header is an array", header("[]"));
        cases.put("header is no JSON", header("at+jwt"));
        cases.put("header with a trailing text", header(HEADER + "{}"));
        cases.put("header empty", header(""));
        cases.put("header nested ten thousand deep", header("[".repeat(4000)));
        cases.put(
                "header in UTF-16",
                segment(HEADER.getBytes(StandardCharsets.UTF_16)) + token.substring(token.indexOf('.')));
        return cases;
    }

    private Map<String, String> claims() {
        var cases = new LinkedHashMap<String, String>();
        cases.put("exp past", with(ours, "exp", Long.toString(now - 1)));
        cases.put("exp now", with(ours, "exp", Long.toString(now)));
        cases.put("exp long past", with(ours, "exp", "0"));
        cases.put("exp negative", with(ours, "exp", "-1"));
        cases.put("no exp", with(ours, "exp", ""));
        cases.put("exp null", with(ours, "exp", "null"));
        cases.put("exp as text", with(ours, "exp", "\"" + (now + 60) + "\""));
        cases.put("exp with decimals", with(ours, "exp", (now + 60) + ".5"));
        cases.put("exp beyond every number", with(ours, "exp", "9".repeat(400)));
        cases.put("nbf beyond the leeway", with(ours, "nbf", Long.toString(now + 61)));
        cases.put("no nbf", with(ours, "nbf", ""));
        cases.put("iat beyond the leeway", with(ours, "iat", Long.toString(now + 61)));
        cases.put("no iat", with(ours, "iat", ""));
        cases.put("iss of another", with(ours, "iss", "\"evil\""));
        cases.put("iss with a slash more", with(ours, "iss", "\"flowlet/\""));
        cases.put("iss as array", with(ours, "iss", "[\"flowlet\"]"));
        cases.put("no iss", with(ours, "iss", ""));
        cases.put("aud of another", with(ours, "aud", "\"others\""));
        cases.put("aud array without us", with(ours, "aud", "[\"others\",\"flowlet-api-2\"]"));
        cases.put("aud array empty", with(ours, "aud", "[]"));
        cases.put("aud with our name inside", with(ours, "aud", "\"flowlet-api flowlet\""));
        cases.put("no aud", with(ours, "aud", ""));
        cases.put("no jti", with(ours, "jti", ""));
        cases.put("claims are an array", new HandMadeToken(HEADER, "[" + ours.claims() + "]").signed());
        cases.put("claims are no JSON", new HandMadeToken(HEADER, "claims").signed());
        cases.put("claims empty", new HandMadeToken(HEADER, "").signed());
        cases.put("claims with a trailing text", new HandMadeToken(HEADER, ours.claims() + "x").signed());
        return cases;
    }

    private Map<String, String> subjects() {

        var stranger = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L);
        var cases = new LinkedHashMap<String, String>();
        cases.put("sub of somebody else", with(ours, "sub", value(others, "sub")));
        cases.put("sub of nobody", with(ours, "sub", "\"" + new UserId(stranger) + "\""));
        cases.put("sub without prefix", with(ours, "sub", "\"" + stranger + "\""));
        cases.put("sub is SQL", with(ours, "sub", "\"' or 1=1--\""));
        cases.put("no sub", with(ours, "sub", ""));
        cases.put("sub twice", ours.plus("sub", value(others, "sub")).signed());
        cases.put("sub twice, the same", ours.plus("sub", value(ours, "sub")).signed());
        cases.put("tid of another tenant", with(ours, "tid", "\"" + new TenantId(stranger) + "\""));
        cases.put("no tid", with(ours, "tid", ""));
        cases.put("sid of somebody else", with(ours, "sid", value(others, "sid")));
        cases.put("sid of nobody", with(ours, "sid", "\"" + new SessionId(stranger) + "\""));
        cases.put("no sid", with(ours, "sid", ""));
        cases.put("sid is a list", with(ours, "sid", "[" + value(ours, "sid") + "]"));
        return cases;
    }

    private Map<String, String> spellings() {
        var segments = token.split("\\.");
        var cases = new LinkedHashMap<String, String>();
        cases.put("nothing", "");
        cases.put("two dots", "..");
        cases.put("four dots", "....");
        cases.put("a segment more", token + "." + segments[2]);
        cases.put("five segments like a JWE", token + ".." + segments[2]);
        cases.put("signature padded", token + "=");
        cases.put("header padded, signed so", resigned(segments[0] + "=", segments[1]));
        cases.put("claims padded, signed so", resigned(segments[0], segments[1] + "=="));
        cases.put("white space before", " " + token);
        cases.put("white space after", token + " ");
        cases.put("line break in the signature", token + "\n");
        cases.put("white space in the claims, signed so", resigned(segments[0], segments[1] + " "));
        cases.put("signature in the other base64 alphabet", other(token));
        cases.put("stray bits at the end of the signature", strayBits(token));
        cases.put(
                "signature in upper case",
                segments[0] + "." + segments[1] + "." + segments[2].toUpperCase(Locale.ROOT));
        cases.put(
                "one megabyte",
                ours.plus("fill", "\"" + "x".repeat(1 << 20) + "\"").signed());
        cases.put(
                "nine kilobytes",
                ours.plus("fill", "\"" + "x".repeat(9 << 10) + "\"").signed());
        cases.put("a refresh token", refreshToken);
        cases.put("Bearer in front", "Bearer " + token);
        return cases;
    }

    String header(String json) {
        return ours.withHeader(json).signed();
    }

    static String with(String name, String json) {
        return HEADER.substring(0, HEADER.length() - 1) + ",\"" + name + "\":" + json + "}";
    }

    private static String with(HandMadeToken token, String name, String json) {
        var changed = token.with(name, json);
        assertTrue(!changed.claims().equals(token.claims()), name + " was not changed");
        return changed.signed();
    }

    static String value(HandMadeToken token, String name) {
        return "\"" + new JsonObject(token.claims()).getString(name) + "\"";
    }

    /// Segments that are not what [HandMadeToken] would write, with the right signature over exactly that text.
    private static String resigned(String header, String claims) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HandMadeToken.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            var text = header + "." + claims;
            return text + "." + segment(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException failure) {
            throw new AssertionError(failure);
        }
    }

    private static String flipped(String token, int at) {
        var changed = token.charAt(at) == 'A' ? 'B' : 'A';
        return token.substring(0, at) + changed + token.substring(at + 1);
    }

    /// The same 32 bytes: the last of 43 characters carries two bits that mean nothing.
    private static String strayBits(String token) {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var last = alphabet.indexOf(token.charAt(token.length() - 1));
        return token.substring(0, token.length() - 1) + alphabet.charAt(last | 1);
    }

    private static String other(String token) {
        var at = token.lastIndexOf('.') + 1;
        var bytes = Base64.getUrlDecoder().decode(token.substring(at));
        return token.substring(0, at) + Base64.getEncoder().encodeToString(bytes);
    }

    private static String signed(HandMadeToken token, KeyPair keys) {
        try {
            var signature = Signature.getInstance(
                    keys.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSAinP1363Format" : "SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(token.unsigned().getBytes(StandardCharsets.UTF_8));
            return token.unsigned() + "." + segment(signature.sign());
        } catch (GeneralSecurityException failure) {
            throw new AssertionError(failure);
        }
    }

    private static KeyPair keys(String algorithm, int bits) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException failure) {
            throw new AssertionError(failure);
        }
    }
}
