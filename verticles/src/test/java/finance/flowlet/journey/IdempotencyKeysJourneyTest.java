package finance.flowlet.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.RawHttp.Reply;
import finance.flowlet.testing.TestFlowlet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Idempotency keys that are none, and right ones in wrong hands: rows B48 to B53 of the bad-input catalogue.
@ExtendWith(Refusals.EndsWithTheRun.class)
class IdempotencyKeysJourneyTest {
    private static final Refusals REFUSALS = Refusals.shared();
    private final Api api = REFUSALS.api;

    @AfterAll
    static void booksAreRight() {
        Invariants.assertHold(REFUSALS.flowlet);
    }

    /// `{n}` repeats the character before it.
    @ParameterizedTest(name = "B49: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            empty               | Idempotency-Key:
            spaces              | Idempotency-Key:   \\t
            256 characters      | Idempotency-Key: k{256}
            8000 characters     | Idempotency-Key: k{8000}
            a letter of Latin-1 | Idempotency-Key: cl\\u00e9
            UTF-8               | Idempotency-Key: cl\\u00c3\\u00a9
            a space             | Idempotency-Key: a b
            a tab               | Idempotency-Key: a\\tb
            only quotes         | Idempotency-Key: ""
            an open quote       | Idempotency-Key: "abc
            quotes inside       | Idempotency-Key: "a"b"
            a space in quotes   | Idempotency-Key: "a b"
            two lines           | Idempotency-Key: a\\r\\nIdempotency-Key: b
            the same line twice | Idempotency-Key: a\\r\\nIdempotency-Key: a
            two spellings       | Idempotency-Key: a\\r\\nidempotency-key: a
            """)
    void whatIsNoKeyMovesNothing(String what, String field) {
        REFUSALS.refusedRaw("400 idempotency_key_invalid", () -> raw(field));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            255 characters  | Idempotency-Key: k{255}
            one character   | Idempotency-Key: k
            every sign      | Idempotency-Key: !#$%&'()*+,-./:;<=>?@[\\\\]^_{|}~
            a quoted string | Idempotency-Key: "quoted"
            SQL             | Idempotency-Key: ';drop/**/table/**/idempotency;--
            any case        | iDEMPOTENCY-kEY: case
            """)
    void whatIsAKeyPaysOnce(String what, String field) {
        var before = payments();
        assertEquals(201, raw(field).status());
        var again = raw(field);
        assertEquals(201, again.status());
        assertEquals(true, again.head().toLowerCase(Locale.ROOT).contains("idempotency-replayed: true"));
        assertEquals(before + 1, payments());
    }

    @Test
    void withoutAKeyEachRequestPays() {
        var before = payments();
        pay("1.00");
        pay("1.00");
        assertEquals(before + 2, payments());
    }

    @Test
    void aBusinessMayRequireKeys() {
        var flowlet = REFUSALS.flowlet;
        var strict = api.as(flowlet.provision("Strict"));
        flowlet.database().execute("update auth.tenant set requires_idempotency = true where name = 'Strict'");
        REFUSALS.refused(
                "400 idempotency_key_required",
                () -> strict.post("/wallets", "{\"userId\":\"u\",\"currency\":\"USD\",\"type\":\"personal\"}"));
        REFUSALS.refused(
                "400 idempotency_key_required",
                () -> strict.post("/payments", TestFlowlet.payment(REFUSALS.from, REFUSALS.to, "1.00", "USD")));
        var opened = strict.post(
                "/wallets",
                "{\"userId\":\"u\",\"currency\":\"USD\",\"type\":\"personal\"}",
                "Idempotency-Key",
                "strict-1");
        assertEquals(201, opened.status(), opened::body);
        assertEquals(200, strict.get("/wallets").status());
    }

    /// B50: another body, another path, another operation.
    @Test
    void aKeyBelongsToItsRequest() {
        var transfer = "{\"amount\":1.00,\"currency\":\"USD\"}";
        var wallet = "{\"userId\":\"ann\",\"currency\":\"USD\",\"type\":\"personal\"}";
        assertEquals(201, keyed("reuse", "/payments", payment("1.00")).status());
        var others = List.of(
                List.of("/payments", payment("1.01")),
                List.of("/payments", TestFlowlet.payment(REFUSALS.from, REFUSALS.to, "1.00", "EUR")),
                List.of("/payments", payment("1.00").replace("}", ",\"description\":\"x\"}")),
                List.of("/payments", payment("1.00").replace("}", ",\"metadata\":{\"a\":\"b\"}}")),
                List.of("/wallets/" + REFUSALS.from + "/deposits", transfer),
                List.of("/wallets/" + REFUSALS.from + "/withdrawals", transfer),
                List.of("/wallets", wallet),
                List.of("/wallets/" + REFUSALS.from + "/freeze", ""),
                List.of("/wallets/" + REFUSALS.from + "/close", ""));
        for (var other : others) {
            REFUSALS.refused(
                    "422 idempotency_key_reused/currency_mismatch", () -> keyed("reuse", other.get(0), other.get(1)));
        }
        assertEquals("active", api.get("/wallets/" + REFUSALS.from).text("status"));
    }

    @Test
    void aDepositOfOneWalletIsNotAnothers() {
        var transfer = "{\"amount\":1.00,\"currency\":\"USD\"}";
        assertEquals(
                201,
                keyed("paths", "/wallets/" + REFUSALS.from + "/deposits", transfer)
                        .status());
        REFUSALS.refused(
                "422 idempotency_key_reused", () -> keyed("paths", "/wallets/" + REFUSALS.to + "/deposits", transfer));
    }

    /// B51: what counts is what was asked, not how it was written.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"fromWalletId":"FROM","toWalletId":"TO","amount":2.50,"currency":"USD"}
             { "currency" : "USD" , "amount" : 2.50 , "toWalletId" : "TO" , "fromWalletId" : "FROM" }
            {"fromWalletId":"FROM","toWalletId":"TO","amount":2.5,"currency":"USD"}
            {"fromWalletId":"FROM","toWalletId":"TO","amount":2.50,"currency":"\\u0055SD"}
            {"fromWalletId":"FROM","toWalletId":"TO","amount":2.50,"currency":"USD","description":null}
            """)
    void theSameQuestionInOtherWordsIsReplayed(String body) {
        var key = "words";
        keyed(key, "/payments", payment("2.50"));
        var before = payments();
        var again =
                keyed(key, "/v1/payments", body.replace("FROM", REFUSALS.from).replace("TO", REFUSALS.to));
        assertEquals(201, again.status(), again::body);
        assertEquals("true", again.header("Idempotency-Replayed"));
        assertEquals(before, payments());
    }

    /// B53: refusals store nothing, outcomes are stored.
    @Test
    void anOutcomeIsReplayedAndARefusalIsNot() {
        REFUSALS.refused("422 amount_type", () -> keyed("b53", "/payments", payment("\"1\"")));
        REFUSALS.refused(
                "404 wallet_not_found",
                () -> keyed("b53", "/payments", payment("1").replace(REFUSALS.to, "wal_00000000000000000000000000")));
        REFUSALS.refused("400 malformed_json", () -> keyed("b53", "/payments", "{"));
        REFUSALS.refused(
                "422 same_wallet", () -> keyed("b53", "/payments", payment("1").replace(REFUSALS.to, REFUSALS.from)));
        var declined = keyed("b53", "/payments", payment("90000000.00"));
        assertEquals("402 insufficient_funds", declined.status() + " " + declined.code());
        var replayed = keyed("b53", "/payments", payment("90000000.00"));
        assertEquals(declined.body(), replayed.body());
        assertEquals("true", replayed.header("Idempotency-Replayed"));
        REFUSALS.refused("422 idempotency_key_reused", () -> keyed("b53", "/payments", payment("1.00")));
    }

    /// A key on a question that changes nothing is not looked at.
    @Test
    void aKeyOnAGetIsNotLookedAt() {
        assertEquals(
                200, api.get("/payments", "Idempotency-Key", "k".repeat(300)).status());
        assertEquals(200, api.get("/payments", "Idempotency-Key", "a b").status());
    }

    private Response pay(String amount) {
        return api.post("/payments", payment(amount));
    }

    private Response keyed(String key, String path, String body) {
        return api.post(path, body.isEmpty() ? null : body, "Idempotency-Key", key);
    }

    private static String payment(String amount) {
        return TestFlowlet.payment(REFUSALS.from, REFUSALS.to, amount, "USD");
    }

    private static Reply raw(String field) {
        var body = payment("0.01");
        var line = field;
        var repeat = Pattern.compile("k\\{([0-9]+)}").matcher(line);
        if (repeat.find()) {
            line = repeat.replaceFirst("k".repeat(Integer.parseInt(repeat.group(1))));
        }
        line = line.replace("\\t", "\t")
                .replace("\\r\\n", "\r\n")
                .replace("\\u00e9", "\u00e9")
                .replace("\\u00c3\\u00a9", "\u00c3\u00a9");
        return REFUSALS.raw.send(
                REFUSALS.head("/payments", line, "Content-Type: application/json", "Content-Length: " + body.length())
                        + body);
    }

    private static long payments() {
        return REFUSALS.flowlet.database().number("select count(*) from payments.payment");
    }
}
