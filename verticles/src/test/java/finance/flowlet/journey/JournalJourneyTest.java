package finance.flowlet.journey;

import static finance.flowlet.journey.JournalBodies.line;
import static finance.flowlet.journey.JournalBodies.lines;
import static finance.flowlet.journey.JournalBodies.move;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.TestFlowlet;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Entries by finance staff over HTTP: written, proposed, approved, rejected, reversed.
class JournalJourneyTest {
    private static final TestFlowlet FLOWLET = TestFlowlet.start();
    private static final Api SERVER = FLOWLET.api();
    private static final Api ADMIN = FLOWLET.login("admin@acme.test");
    private static final Api OPERATOR = FLOWLET.login("operator@acme.test");
    private static final Api VIEWER = FLOWLET.login("viewer@acme.test");
    private static final String JOURNAL = "/ledger/transactions";
    private final String wallet = FLOWLET.wallet("ann", "USD", "100.00");
    private final String account = wallet.replace("wal_", "acc_");
    private final String cash = book("asset");

    @AfterAll
    static void booksAreRight() {
        Invariants.assertHold(FLOWLET);
        FLOWLET.close();
    }

    private static String book(String kind) {
        var code = "cash:" + UUID.randomUUID();
        var opened = SERVER.post("/ledger/accounts", JournalBodies.account(code, kind, "USD"));
        assertEquals(201, opened.status(), opened::body);
        return code;
    }

    private String balance() {
        return SERVER.get("/wallets/" + wallet).text("balances", "current");
    }

    @Test
    void staffMovesMoneyByIdAndByCode() {
        var written = OPERATOR.post(JOURNAL, move(account, cash, "12.50"));

        assertEquals(
                "201 posted adjustment", written.status() + " " + written.text("status") + " " + written.text("kind"));
        assertEquals("87.50", balance());
        var read = VIEWER.get(JOURNAL + "/" + written.text("id"));
        assertEquals("posted", read.text("status"));
        assertEquals(written.text("actor"), read.text("actor"));
        assertTrue(read.text("actor").startsWith("staff:usr_"));
        assertEquals(written.text("effectiveAt"), read.text("effectiveAt"));
        assertEquals(
                "87.50",
                read.json().at("/postings/0/balanceAfter").decimalValue().toPlainString());
    }

    @Test
    void theIdIsTheClientsAndGivenOnce() {
        var id = OPERATOR.post(JOURNAL, move(account, cash, "1.00")).text("id");
        var other = id.substring(0, id.length() - 4) + "0000";
        var chosen = "\"id\":\"" + other + "\"";

        assertEquals(
                "201", SERVER.post(JOURNAL, move(account, cash, "1.00", chosen)).code());
        assertEquals(
                "wallet_exists",
                SERVER.post(JOURNAL, move(account, cash, "1.00", chosen)).code());
        assertEquals("98.00", balance());
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            one cent off            | debit 1.00 USD,credit 1.01 USD                      | 422 unbalanced_transaction
            one side only           | debit 1.00 USD,debit 1.00 USD                       | 422 unbalanced_transaction
            balanced in the sum but not per currency | debit 1.00 USD,credit 1.00 EUR     | 422 unbalanced_transaction
            one line                | debit 1.00 USD                                      | 422 unbalanced_transaction
            more than there is      | debit 100.01 USD,credit 100.01 USD                  | 402 insufficient_funds
            """)
    void isRefused(String name, String postings, String expected) {
        var written = new ArrayList<String>();
        for (var posting : postings.split(",")) {
            var parts = posting.strip().split(" ");
            written.add(line(written.isEmpty() ? account : cash, parts[0], parts[1], parts[2]));
        }
        var answer = OPERATOR.post(JOURNAL, lines(written.toArray(String[]::new)));

        assertEquals(expected, answer.status() + " " + answer.code(), name + answer.body());
        assertEquals("100.00", balance());
    }

    @Test
    void whatIsWrongWithALineIsSaidWhereItIs() {
        var both =
                "{\"accountId\":\"%s\",\"accountCode\":\"%s\",\"direction\":\"debit\",\"amount\":1,\"currency\":\"USD\"}"
                        .formatted(account, cash);
        var neither = "{\"direction\":\"up\",\"amount\":0,\"currency\":\"USD\"}";

        var answer = OPERATOR.post(JOURNAL, lines(both, neither));

        assertEquals(
                List.of(
                        "/postings/0/accountCode",
                        "/postings/1/accountId",
                        "/postings/1/direction",
                        "/postings/1/amount"),
                Stream.of(0, 1, 2, 3)
                        .map(i -> answer.json().at("/errors/" + i + "/pointer").asString(""))
                        .toList());
        assertEquals(
                "account_not_found",
                OPERATOR.post(JOURNAL, move(account, "cash:nowhere", "1.00")).code());
        assertEquals(
                "invalid_value",
                OPERATOR.post(JOURNAL, move(cash, cash, "1.00")).code());
        assertEquals(
                "currency_mismatch",
                OPERATOR.post(
                                JOURNAL,
                                lines(line(account, "debit", "1.00", "EUR"), line(cash, "credit", "1.00", "EUR")))
                        .code());
    }

    @Test
    void mayBeDatedBackButNotAhead() {
        var past = "2026-01-15T10:00:00Z";
        assertEquals(
                past,
                OPERATOR.post(JOURNAL, move(account, cash, "1.00", "\"effectiveAt\":\"" + past + "\""))
                        .text("effectiveAt"));
        for (var never : List.of("2999-01-01T00:00:00Z", "1999-12-31T00:00:00Z")) {
            assertEquals(
                    "invalid_value",
                    OPERATOR.post(JOURNAL, move(account, cash, "1.00", "\"effectiveAt\":\"" + never + "\""))
                            .code());
        }
    }

    @Test
    void aFrozenWalletStaysFrozenForStaff() {
        SERVER.post("/wallets/" + wallet + "/freeze", null);

        assertEquals(
                "wallet_frozen",
                ADMIN.post(JOURNAL, move(account, cash, "1.00")).code());
        assertEquals("100.00", balance());
    }

    @Test
    void onlyWhoMayWriteWrites() {
        var stranger = SERVER.as(FLOWLET.provision("Journal-" + UUID.randomUUID()));
        var id = OPERATOR.post(JOURNAL, move(account, cash, "1.00", "\"requireApproval\":true"))
                .text("id");

        assertEquals(403, VIEWER.post(JOURNAL, move(account, cash, "1.00")).status());
        assertEquals(403, VIEWER.post(JOURNAL + "/" + id + "/approve", null).status());
        assertEquals(
                403,
                FLOWLET.login("ann@acme.test")
                        .post(JOURNAL, move(account, cash, "1.00"))
                        .status());
        assertEquals(403, SERVER.post(JOURNAL + "/" + id + "/approve", null).status(), "a server is no person");
        assertEquals(
                "account_not_found",
                stranger.post(JOURNAL, move(account, cash, "1.00")).code());
        assertEquals("entry_not_found", stranger.get(JOURNAL + "/" + id).code());
        assertEquals(
                "entry_not_found",
                stranger.post(JOURNAL + "/" + id + "/reverse", "{\"reason\":\"x\"}")
                        .code());
        assertEquals("100.00", balance());
    }

    @Test
    void aSecondPersonPostsWhatOneProposed() {
        var proposed = OPERATOR.post(JOURNAL, move(account, cash, "30.00", "\"requireApproval\":true"));
        var id = proposed.text("id");

        assertEquals("202 requires_approval", proposed.status() + " " + proposed.text("status"));
        assertEquals("100.00", balance());
        assertEquals("requires_approval", VIEWER.get(JOURNAL + "/" + id).text("status"));
        assertTrue(VIEWER.get("/ledger/proposals?status=requires_approval")
                .column("id")
                .contains(id));
        assertEquals("409 same_person", told(OPERATOR.post(JOURNAL + "/" + id + "/approve", null)));

        var approved = ADMIN.postOnce("approve-" + id, JOURNAL + "/" + id + "/approve", null);

        assertEquals("200 posted", approved.status() + " " + approved.text("status"), approved::body);
        assertEquals("70.00", balance());
        var again = ADMIN.postOnce("approve-" + id, JOURNAL + "/" + id + "/approve", null);
        assertTrue(again.replayed());
        assertEquals(approved.body(), again.body());
        assertEquals("409 state_conflict", told(ADMIN.post(JOURNAL + "/" + id + "/approve", null)));
        assertEquals("409 state_conflict", told(ADMIN.post(JOURNAL + "/" + id + "/reject", "{\"reason\":\"late\"}")));
        var read = VIEWER.get(JOURNAL + "/" + id);
        assertEquals(proposed.text("actor"), read.text("actor"));
        assertEquals(approved.text("decidedBy"), read.text("decidedBy"));
        assertEquals("70.00", balance());
    }

    @Test
    void whoProposedMayTakeItBack() {
        var id = JournalBodies.proposal(OPERATOR, account, cash);

        assertEquals(
                "200",
                OPERATOR.post(JOURNAL + "/" + id + "/reject", "{\"reason\":\"slip\"}")
                        .code());
        assertEquals("rejected slip", read(id, "status") + " " + read(id, "reason"));
        assertEquals("409 state_conflict", told(ADMIN.post(JOURNAL + "/" + id + "/approve", null)));
        assertEquals("409 state_conflict", told(ADMIN.post(JOURNAL + "/" + id + "/reverse", "{\"reason\":\"x\"}")));
        assertEquals("100.00", balance());
    }

    @Test
    void whatTheLedgerDeclinesStaysProposed() {
        var id = OPERATOR.post(JOURNAL, move(account, cash, "150.00", "\"requireApproval\":true"))
                .text("id");

        assertEquals("402 insufficient_funds", told(ADMIN.post(JOURNAL + "/" + id + "/approve", null)));
        assertEquals("requires_approval", read(id, "status"));
        SERVER.post("/wallets/" + wallet + "/deposits", "{\"amount\":50.00,\"currency\":\"USD\"}");
        assertEquals("200", ADMIN.post(JOURNAL + "/" + id + "/approve", null).code());
        assertEquals("0.00", balance());
    }

    @Test
    void ofAllWhoDecideAtOnceOneWins() {
        var id = JournalBodies.proposal(SERVER, account, cash);
        var decisions = new ArrayList<Callable<Response>>();
        for (var i = 0; i < 20; i++) {
            var who = i % 4 < 2 ? ADMIN : OPERATOR;
            decisions.add(
                    i % 2 == 0
                            ? () -> who.post(JOURNAL + "/" + id + "/approve", null)
                            : () -> who.post(JOURNAL + "/" + id + "/reject", "{\"reason\":\"no\"}"));
        }

        var answers = Api.together(decisions);

        assertEquals(
                1, answers.stream().filter(answer -> answer.status() == 200).count());
        assertEquals(
                19,
                answers.stream()
                        .filter(answer -> told(answer).equals("409 state_conflict"))
                        .count());
        assertEquals(read(id, "status").equals("posted") ? "99.00" : "100.00", balance());
    }

    /// E.6 of the contract's reference: one reversal per entry, whatever races.
    @Test
    void anEntryIsReversedOnceUnderFiftyRequests() {
        var id = OPERATOR.post(JOURNAL, move(account, cash, "40.00")).text("id");
        assertEquals("60.00", balance());

        var answers = Api.together(Stream.<Callable<Response>>generate(
                        () -> () -> OPERATOR.post(JOURNAL + "/" + id + "/reverse", "{\"reason\":\"twice\"}"))
                .limit(50)
                .toList());

        assertEquals(
                1, answers.stream().filter(answer -> answer.status() == 201).count());
        assertEquals(
                49,
                answers.stream()
                        .filter(answer -> told(answer).equals("409 already_reversed"))
                        .count());
        assertEquals("100.00", balance());
        var reversal = read(id, "reversedById");
        assertEquals(id, read(reversal, "reversesId"));
        assertEquals("reversal", read(reversal, "kind"));
        assertEquals(
                "not_reversible",
                ADMIN.post(JOURNAL + "/" + reversal + "/reverse", "{\"reason\":\"x\"}")
                        .code());
        assertTrue(
                VIEWER.get(JOURNAL + "?kind=adjustment").column("reversedById").contains(reversal));
    }

    @Test
    void aDepositIsReversibleAndAPaymentIsNot() {
        var other = FLOWLET.wallet("bob", "USD", "0");
        var paid = SERVER.post("/payments", TestFlowlet.payment(wallet, other, "1.00", "USD"));
        var payment = paid.json().at("/ledgerTransactionIds/0").asString("");
        var deposit = SERVER.post("/wallets/" + other + "/deposits", "{\"amount\":5.00,\"currency\":\"USD\"}");
        var entry = deposit.json().at("/ledgerTransactionIds/0").asString("");

        assertEquals(
                "409 not_reversible", told(ADMIN.post(JOURNAL + "/" + payment + "/reverse", "{\"reason\":\"x\"}")));
        var reversed = ADMIN.postOnce("r-" + entry, JOURNAL + "/" + entry + "/reverse", "{\"reason\":\"returned\"}");
        assertEquals("201", reversed.code(), reversed::body);
        assertTrue(ADMIN.postOnce("r-" + entry, JOURNAL + "/" + entry + "/reverse", "{\"reason\":\"returned\"}")
                .replayed());
        assertEquals("1.00", SERVER.get("/wallets/" + other).text("balances", "current"));
    }

    @Test
    void aReversalNeedsTheFundsToo() {
        var gift = OPERATOR.post(JOURNAL, move(cash, account, "10.00")).text("id");
        var other = FLOWLET.wallet("bob", "USD", "0");
        SERVER.post("/payments", TestFlowlet.payment(wallet, other, "105.00", "USD"));

        assertEquals(
                "402 insufficient_funds", told(ADMIN.post(JOURNAL + "/" + gift + "/reverse", "{\"reason\":\"x\"}")));
        assertEquals("5.00", balance());
    }

    @Test
    void theTenantSaysAboveWhichAmountTwoMustAgree() {
        var admin = FLOWLET.provision("Careful");
        var server = SERVER.as(admin);
        var boss = FLOWLET.login("admin@careful.test");
        var clerk = FLOWLET.login("operator@careful.test");
        for (var code : List.of("cash:a", "cash:b")) {
            assertEquals(
                    201,
                    server.post("/ledger/accounts", JournalBodies.account(code, "asset", "USD"))
                            .status());
        }
        var settings =
                "{\"approvalAbove\":[{\"currency\":\"USD\",\"amount\":10.00},{\"currency\":\"EUR\",\"amount\":1}]}";
        assertEquals("0", server.get("/ledger/settings").text("version"));
        assertEquals(403, clerk.send("PUT", "/ledger/settings", settings).status());
        assertEquals(200, boss.send("PUT", "/ledger/settings", settings).status());
        assertEquals("1", server.get("/ledger/settings").text("version"));

        assertEquals(201, clerk.post(JOURNAL, move("cash:a", "cash:b", "10.00")).status());
        var above = clerk.post(JOURNAL, move("cash:a", "cash:b", "10.01"));
        assertEquals(202, above.status());
        var split = lines(
                line("cash:a", "debit", "6.00", "USD"),
                line("cash:a", "debit", "6.00", "USD"),
                line("cash:b", "credit", "12.00", "USD"));
        assertEquals(202, clerk.post(JOURNAL, split).status(), "in pieces it is as much");
        var posted = boss.post(JOURNAL + "/" + above.text("id") + "/approve", null);
        assertEquals("200", posted.code(), posted::body);
        var reversal = boss.post(JOURNAL + "/" + above.text("id") + "/reverse", "{\"reason\":\"x\"}");
        assertEquals(202, reversal.status());
        assertEquals("409 same_person", told(boss.post(JOURNAL + "/" + reversal.text("id") + "/approve", null)));
        assertEquals(
                "200",
                clerk.post(JOURNAL + "/" + reversal.text("id") + "/approve", null)
                        .code());
        assertEquals(
                reversal.text("id"),
                server.get(JOURNAL + "/" + above.text("id")).text("reversedById"));
        var twice = "{\"approvalAbove\":[{\"currency\":\"USD\",\"amount\":1},{\"currency\":\"USD\",\"amount\":2}]}";
        assertEquals(
                "invalid_value", boss.send("PUT", "/ledger/settings", twice).code());
    }

    @Test
    void twoProposedReversalsOfOneEntryEndInOne() {
        var id = OPERATOR.post(JOURNAL, move(account, cash, "7.00")).text("id");
        var body = "{\"reason\":\"x\",\"requireApproval\":true}";
        var first = OPERATOR.post(JOURNAL + "/" + id + "/reverse", body).text("id");
        var second = OPERATOR.post(JOURNAL + "/" + id + "/reverse", body).text("id");

        assertEquals("200", ADMIN.post(JOURNAL + "/" + first + "/approve", null).code());
        assertEquals("409 already_reversed", told(ADMIN.post(JOURNAL + "/" + second + "/approve", null)));
        assertEquals("100.00", balance());
    }

    private static String read(String id, String... path) {
        return VIEWER.get(JOURNAL + "/" + id).text(path);
    }

    private static String told(Response answer) {
        return answer.status() + " " + answer.code();
    }
}
