package finance.flowlet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Bytes that no client library would send. A smuggled request would be a second reply, or a call that nobody
/// made.
@TestInstance(Lifecycle.PER_CLASS)
class RawHttpTest {
    private static final String HEAD = "Host: x\r\nAuthorization: Bearer admin\r\nContent-Type: application/json\r\n";
    private static final String BODY =
            "{\"fromWalletId\":\"a\",\"toWalletId\":\"b\",\"amount\":1,\"currency\":\"USD\"}";
    private static final String SMUGGLED =
            "GET /wallets/smuggled HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin\r\n\r\n";
    private final GatewayFixture gateway = new GatewayFixture(Map.of());

    @AfterAll
    void close() {
        gateway.close();
    }

    /// A request, and what RFC 9112 and this API want: a status, or `closed`.
    private static Stream<Arguments> malformed() {
        var chunked = Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n0\r\n\r\n";
        return Stream.of(
                row(
                        "length and chunks",
                        "400",
                        post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", chunked + SMUGGLED)),
                row("xchunked", "400", post("Transfer-Encoding: xchunked\r\n", chunked + SMUGGLED)),
                row("chunked, identity", "400", post("Transfer-Encoding: chunked, identity\r\n", chunked + SMUGGLED)),
                row("chunked, xchunked", "400", post("Transfer-Encoding: chunked, xchunked\r\n", chunked + SMUGGLED)),
                row("identity", "400", post("Transfer-Encoding: identity\r\n", chunked + SMUGGLED)),
                row("gzip, chunked", "400", post("Transfer-Encoding: gzip, chunked\r\n", chunked + SMUGGLED)),
                row(
                        "two encodings",
                        "400",
                        post("Transfer-Encoding: chunked\r\nTransfer-Encoding: xchunked\r\n", chunked + SMUGGLED)),
                row(
                        "two times chunked",
                        "400",
                        post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", chunked + SMUGGLED)),
                row("encoding with a tab", "400", post("Transfer-Encoding:\tchunked\u000b\r\n", chunked + SMUGGLED)),
                row(
                        "overflowing chunk size",
                        "400",
                        post("Transfer-Encoding: chunked\r\n", "100000002\r\n" + SMUGGLED)),
                row(
                        "huge chunk size",
                        "400",
                        post("Transfer-Encoding: chunked\r\n", "ffffffffffffffffff\r\n" + SMUGGLED)),
                row("chunk size of letters", "400", post("Transfer-Encoding: chunked\r\n", "zz\r\n" + SMUGGLED)),
                row("negative chunk size", "400", post("Transfer-Encoding: chunked\r\n", "-1\r\n" + SMUGGLED)),
                row("chunk without its end", "400", post("Transfer-Encoding: chunked\r\n", "2\r\n{}xx\r\n0\r\n\r\n")),
                row("two hosts", "400", get("Host: y\r\nAuthorization: Bearer admin\r\n")),
                row("no host", "400", "GET /wallets HTTP/1.1\r\nAuthorization: Bearer admin\r\n\r\n"),
                row("two credentials", "400", get("Authorization: Bearer admin\r\nAuthorization: Bearer admin\r\n")),
                row(
                        "two types",
                        "400",
                        post("Content-Type: text/plain\r\nContent-Length: " + BODY.length() + "\r\n", BODY)),
                row("two lengths", "400", post("Content-Length: 2\r\nContent-Length: 3\r\n", "{}" + SMUGGLED)),
                row("two equal lengths", "400", post("Content-Length: 2\r\nContent-Length: 2\r\n", "{}" + SMUGGLED)),
                row("list of lengths", "400", post("Content-Length: 2, 2\r\n", "{}" + SMUGGLED)),
                row("negative length", "400", post("Content-Length: -1\r\n", "{}")),
                row("signed length", "400", post("Content-Length: +2\r\n", "{}")),
                row("length in hex", "400", post("Content-Length: 0x2\r\n", "{}")),
                row("length beyond a long", "400", post("Content-Length: 92233720368547758070\r\n", "{}")),
                row("space before the colon", "400", post("Content-Length : 2\r\n", "{}")),
                row("NUL in a header", "400", get("X-A: a\u0000b\r\n")),
                row("CR in a header", "400", get("X-A: a\rb\r\n")),
                row("header without a name", "400", get(": v\r\n")),
                row("header without a colon", "400", get("nonsense\r\n")),
                row("no version", "400", "GET /wallets\r\nHost: x\r\n\r\n"),
                row("garbage", "400", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n"),
                row("space in the target", "400", "GET /wal lets HTTP/1.1\r\nHost: x\r\n\r\n"),
                row("absolute target", "400", "GET http://x/wallets HTTP/1.1\r\nHost: x\r\n\r\n"),
                row("CONNECT", "400", "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n"),
                row("other expectation", "400", post("Expect: miracles\r\nContent-Length: 2\r\n", "{}")),
                row("long header", "431", get("Accept-Language: " + "a".repeat(8192) + "\r\n")),
                row("long headers", "431", get(("X-A: " + "a".repeat(4000) + "\r\n").repeat(5))),
                row("long target", "414", "GET /wallets?userId=" + "a".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n"),
                row(
                        "ten thousand parameters",
                        "414",
                        "GET /wallets?" + "a=1&".repeat(10_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"),
                row("ten gigabytes announced", "413", post("Content-Length: 10000000000\r\n", "{")),
                row(
                        "expectation of too much",
                        "413",
                        post("Expect: 100-continue\r\nContent-Length: 10000000000\r\n", "")),
                row(
                        "chunks without end",
                        "413",
                        post(
                                "Transfer-Encoding: chunked\r\n",
                                "ffff\r\n" + " ".repeat(65535) + "\r\nffff\r\n" + " ".repeat(65535) + "\r\n")));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("malformed")
    void whatCouldBeReadInTwoWaysIsRefusedAndTheConnectionEnds(String name, String expected, String request) {
        gateway.calls.clear();
        var reply = RawReply.of(gateway.port(), request);
        assertEquals(expected, Integer.toString(reply.status()), reply.text());
        assertTrue(reply.text().contains("application/problem+json"), reply.text());
        assertEquals(1, reply.count(), "one request, one reply: " + reply.text());
        assertTrue(reply.closed(), "nothing more is read from such a connection");
        assertTrue(gateway.calls.isEmpty(), "no operation was reached");
        assertEquals(200, gateway.get("/health", null).statusCode());
    }

    @Test
    void aFloodOfHeadersIsCut() {
        var reply = RawReply.of(gateway.port(), get("Authorization: Bearer " + "a".repeat(1_000_000) + "\r\n"));
        // A client that is still sending may find the connection reset before it reads the reply.
        assertTrue(reply.closed());
        assertTrue(reply.status() == 431 || reply.text().isEmpty(), reply.text());
    }

    @Test
    void aFoldedHeaderIsUnfolded() {
        // RFC 9112, section 5.2: refuse it, or replace the fold by spaces, as the codec does.
        var reply = RawReply.of(gateway.port(), get("Authorization: Bearer\r\n admin\r\n"));
        assertEquals(200, reply.status());
    }

    @Test
    void nothingIsUpgraded() {
        var h2c = RawReply.of(
                gateway.port(), upgrade("Upgrade, HTTP2-Settings", "h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"));
        assertEquals(200, h2c.status());
        var socket = RawReply.of(
                gateway.port(),
                upgrade(
                        "Upgrade",
                        "websocket",
                        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        assertFalse(socket.text().contains("101"), socket.text());
        var prior = RawReply.of(
                gateway.port(),
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000");
        assertEquals(501, prior.status());
        assertEquals(
                501,
                RawReply.of(gateway.port(), "GET /health HTTP/9.9\r\nHost: x\r\n\r\n")
                        .status());
    }

    @Test
    void traceEchoesNothing() {
        var reply = RawReply.of(gateway.port(), "TRACE /wallets HTTP/1.1\r\nHost: x\r\nX-Secret: abracadabra\r\n\r\n");
        assertEquals(405, reply.status());
        assertFalse(reply.text().contains("abracadabra"));
    }

    @Test
    void aBodyIsInvitedOnlyWhenItIsWanted() {
        var wanted = RawReply.of(
                gateway.port(), post("Expect: 100-continue\r\nContent-Length: " + BODY.length() + "\r\n", ""), BODY);
        assertTrue(wanted.text().startsWith("HTTP/1.1 100"), wanted.text());
        assertTrue(wanted.text().contains("HTTP/1.1 200"), wanted.text());
        var unwanted = RawReply.of(
                gateway.port(),
                post("Expect: 100-continue\r\nContent-Length: 10\r\n", "").replace("admin", "nobody"));
        assertEquals(401, unwanted.status());
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        var reply = RawReply.of(gateway.port(), "GET /health HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3));
        assertEquals(3, reply.count(), reply.text());
    }

    @Test
    void aRefusalDoesNotDisturbTheNextRequest() {
        // The refused request has a body that nobody reads; what follows it is another request all the same.
        var refused = "POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";
        var reply = RawReply.of(gateway.port(), refused + "GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
        assertEquals(404, reply.status());
        assertTrue(reply.count() == 2 || reply.closed(), reply.text());
    }

    private static String post(String headers, String body) {
        return "POST /payments HTTP/1.1\r\n" + HEAD + headers + "\r\n" + body;
    }

    private static String upgrade(String connection, String protocol, String headers) {
        return "GET /health HTTP/1.1\r\nHost: x\r\nConnection: " + connection + "\r\nUpgrade: " + protocol + "\r\n"
                + headers + "\r\n\r\n";
    }

    private static String get(String headers) {
        return "GET /wallets HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
    }

    private static Arguments row(String name, String expected, String request) {
        return Arguments.of(name, expected, request);
    }
}
