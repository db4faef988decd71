package finance.flowlet.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.id.PaymentId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers as they come off a socket: in pieces of any size.
class ReplyTest {
    private static final String BODY = "{\"id\":\"pay_01kav9ft00edqrb018tr4sjm6r\",\"amount\":0.01}";
    private static final String CREATED =
            "HTTP/1.1 201 Created\r\nRequest-Id: req_1\r\nContent-Length: %d\r\n\r\n%s".formatted(BODY.length(), BODY);

    private final Reply reply = new Reply();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 60, 1000})
    void isCompleteWithItsLastByteAndNotBefore(int piece) throws IOException {
        for (var from = 0; from < CREATED.length(); from += piece) {
            var to = Math.min(from + piece, CREATED.length());
            assertEquals(to == CREATED.length(), feed(CREATED.substring(from, to)), "after " + to);
        }
        assertEquals(201, reply.status());
        assertEquals(BODY, reply.body());
    }

    @Test
    void theNextAnswerOnTheConnectionKnowsNothingOfTheLast() throws IOException {
        assertTrue(feed(CREATED.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")));
        assertTrue(reply.closes());
        reply.clear();
        assertTrue(feed("HTTP/1.1 204 No Content\r\ncontent-length:0\r\n\r\n"));
        assertEquals(204, reply.status());
        assertFalse(reply.closes());
        assertEquals("", reply.body());
    }

    @Test
    void readsTheIdWithoutMakingAnObjectOfIt() throws IOException {
        assertTrue(feed(CREATED));
        var ids = new Ids();
        assertTrue(ids.read(reply));
        var expected = PaymentId.parse("pay_01kav9ft00edqrb018tr4sjm6r").uuid();
        assertEquals(expected.getMostSignificantBits(), ids.high());
        assertEquals(expected.getLeastSignificantBits(), ids.low());
    }

    @Test
    void aBodyLargerThanTheBufferIsReadWhole() throws IOException {
        var body = "x".repeat(100_000);
        var answer = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + body;
        var channel = Channels.newChannel(new ByteArrayInputStream(answer.getBytes(StandardCharsets.US_ASCII)));
        var complete = false;
        while (!complete) {
            complete = reply.read(channel);
        }
        assertEquals(body, reply.body());
    }

    @Test
    void aProblemIsCountedByItsStatusAndItsCode() throws IOException {
        var problem = "{\"title\":\"Too many\",\"code\":\"ledger_busy\"}";
        assertTrue(feed("HTTP/1.1 503 x\r\nContent-Length: %d\r\n\r\n%s".formatted(problem.length(), problem)));
        assertEquals("503 ledger_busy", Failures.code(reply));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
                "SMTP is spoken here, not the other one\r\n\r\n"
            })
    void whatItCannotReadIsAnErrorAndNotAGuess(String answer) {
        assertThrows(IOException.class, () -> feed(answer));
    }

    @Test
    void aConnectionThatEndsIsAnError() {
        assertThrows(IOException.class, () -> feed(""));
    }

    private boolean feed(String piece) throws IOException {
        return reply.read(Channels.newChannel(new ByteArrayInputStream(piece.getBytes(StandardCharsets.US_ASCII))));
    }
}
