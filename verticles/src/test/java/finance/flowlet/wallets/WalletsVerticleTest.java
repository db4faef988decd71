package finance.flowlet.wallets;

import static finance.flowlet.testing.Business.USD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.payments.Pay;
import finance.flowlet.contract.wallets.ChangeWallet;
import finance.flowlet.contract.wallets.ChangeWallet.Change;
import finance.flowlet.contract.wallets.FindWallets;
import finance.flowlet.contract.wallets.FreezeDirection;
import finance.flowlet.contract.wallets.MoveOverRail;
import finance.flowlet.contract.wallets.MoveOverRail.Direction;
import finance.flowlet.contract.wallets.OpenWallet;
import finance.flowlet.contract.wallets.WalletJson;
import finance.flowlet.contract.wallets.WalletReply;
import finance.flowlet.contract.wallets.WalletReply.Answered;
import finance.flowlet.contract.wallets.WalletReply.Refused;
import finance.flowlet.contract.wallets.WalletStatus;
import finance.flowlet.contract.wallets.WalletType;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.problem.Code;
import finance.flowlet.testing.Business;
import finance.flowlet.testing.TestPlatform;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Wallets on a real ledger, asked over the bus.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WalletsVerticleTest {
    private final Business business = new Business();

    @AfterAll
    void close() {
        assertEquals(List.of(), business.findings());
        business.close();
    }

    @ParameterizedTest
    @CsvSource({"USD, 0.00", "JPY, 0", "KWD, 0.000"})
    void whatIsStoredIsWhatALaterReadShows(String code, String zero) {
        var metadata = Map.of("z", "1", "long key", "2", "a", "\"quoted\"", "é", "日本");
        var open = new OpenWallet(business.staff(), null, null, "ann", Currency.of(code), WalletType.SAVINGS, metadata);

        var stored = accepted(201, business.ask(OpenWallet.ADDRESS, open));

        assertEquals(stored, Wire.text(WalletJson.of(business.view(id(stored)))));
        assertTrue(stored.contains("\"available\":" + zero + ","), stored);
        assertTrue(stored.contains("\"type\":\"savings\",\"status\":\"active\""), stored);
    }

    @Test
    void aChosenIdIsTakenOnce() {
        var chosen = business.wallet("ann", USD, 0);

        assertDeclined("wallet_exists", 409, open(business.staff(), chosen, "bob"));
        assertEquals(business.customer("ann").onlyOwner(), business.view(chosen).user());
    }

    @Test
    void anIdOfASystemAccountIsNotOneToChoose() {
        var contra = new WalletId(NameBasedId.of(business.tenant().uuid(), "external:sandbox:USD"));

        assertEquals(new Refused(Code.INVALID_ID), open(business.staff(), contra, "ann"));
    }

    @Test
    void aCustomerOpensWalletsOnlyForThemselves() {
        business.customer("bob");
        var amy = business.customer("amy");

        assertEquals(new Refused(Code.USER_NOT_FOUND), open(amy, null, "bob"));
        assertEquals(new Refused(Code.USER_NOT_FOUND), open(amy, null, "nobody yet"));
        accepted(201, open(amy, null, "amy"));
        accepted(201, open(amy, null, String.valueOf(amy.onlyOwner())));
        assertEquals(2, find(amy, null, null).size());
    }

    /// Steps on a wallet of a given balance; the last column is the answer to the last of them.
    @ParameterizedTest
    @CsvSource({
        "0, freeze, 200",
        "0, freeze freeze, wallet_state_conflict",
        "0, freeze unfreeze, 200",
        "0, unfreeze, wallet_state_conflict",
        "0, freeze unfreeze freeze, 200",
        "0, close, 200",
        "0, freeze close, 200",
        "1, close, wallet_not_empty",
        "0, close close, wallet_closed",
        "0, close freeze, wallet_closed",
        "0, close unfreeze, wallet_closed",
        "100, freeze deposit, wallet_frozen",
        "100, freeze withdraw, wallet_frozen",
        "100, freeze pay, wallet_frozen",
        "100, freeze receive, wallet_frozen",
        "100, freeze unfreeze pay, 201",
        "0, close deposit, wallet_closed",
        "0, close receive, wallet_closed",
        "100, withdraw close, 200",
        "100, withdraw withdraw, insufficient_funds"
    })
    void aWalletAllowsWhatItsStatusAllows(long balance, String steps, String last) {
        var wallet = business.wallet("ann", USD, balance);
        var other = business.wallet("bob", USD, 100);

        var answers = Stream.of(steps.split(" "))
                .map(step -> answer(step, wallet, other))
                .toList();

        assertEquals(last, answers.getLast());
        answers.subList(0, answers.size() - 1).forEach(answer -> assertTrue(answer.startsWith("20"), answer));
    }

    @Test
    void aChangeIsAnsweredWithTheWalletAsItIsThen() {
        var wallet = business.wallet("ann", USD, 100);

        var stored = accepted(200, change(business.staff(), wallet, Change.FREEZE));

        assertEquals(stored, Wire.text(WalletJson.of(business.view(wallet))));
        assertEquals(WalletStatus.FROZEN, business.view(wallet).status());
        assertEquals(2, business.view(wallet).version());
    }

    @Test
    void onlyOneOfManyConcurrentChangesWins() {
        var wallet = business.wallet("ann", USD, 0);
        var change = new ChangeWallet(business.staff(), null, wallet, Change.FREEZE, FreezeDirection.BOTH);

        var replies = Stream.generate(() -> business.send(ChangeWallet.ADDRESS, change))
                .limit(20)
                .toList();

        var statuses = replies.stream()
                .map(TestPlatform::await)
                .map(reply -> assertInstanceOf(Answered.class, reply).reply().status())
                .sorted()
                .toList();
        assertEquals(200, statuses.getFirst());
        assertTrue(statuses.subList(1, 20).stream().allMatch(status -> status == 409), statuses.toString());
        assertEquals(2, business.view(wallet).version());
    }

    /// Closing may start from two states, so it can meet a freeze; whoever comes first, the wallet and its account
    /// agree, and nobody is told of a fault.
    @Test
    void freezingAndClosingAtOnceNeverDiverge() {
        var wallets =
                Stream.generate(() -> business.wallet("ann", USD, 0)).limit(10).toList();

        var replies = wallets.stream()
                .flatMap(wallet -> Stream.of(Change.FREEZE, Change.CLOSE, Change.UNFREEZE, Change.FREEZE)
                        .map(change -> business.send(
                                ChangeWallet.ADDRESS,
                                new ChangeWallet(business.staff(), null, wallet, change, FreezeDirection.BOTH))))
                .toList();
        replies.stream().map(TestPlatform::await).forEach(reply -> assertInstanceOf(Answered.class, reply));

        assertEquals(0, business.database.number("""
                select count(*)
                from wallets.wallet
                join ledger.account on account.id = wallet.id
                where account.status <> case wallet.status when 'active' then 'OPEN' else upper(wallet.status) end
                """));
    }

    @Test
    void aCustomerCannotChangeOrSeeTheWalletOfAnother() {
        var wallet = business.wallet("ann", USD, 0);

        for (var change : Change.values()) {
            assertEquals(new Refused(Code.WALLET_NOT_FOUND), change(business.customer("bob"), wallet, change));
            assertEquals(new Refused(Code.WALLET_NOT_FOUND), change(business.stranger(), wallet, change));
        }
        var withdrawal = new MoveOverRail(
                business.customer("bob"), null, wallet, Direction.WITHDRAWAL, new Money(1, USD), "sandbox", "");
        assertDeclined("wallet_not_found", 404, business.ask(MoveOverRail.ADDRESS, withdrawal));

        assertEquals(List.of(), find(business.customer("bob"), wallet, null));
        assertEquals(List.of(), find(business.customer("bob"), null, "ann"));
        assertEquals(List.of(), find(business.stranger(), wallet, null));
        assertEquals(List.of(wallet), find(business.customer("ann"), wallet, null));
    }

    @Test
    void depositsComeFromTheRailsContraAccount() {
        var wallet = business.wallet("ann", USD, 0);
        var deposit = new MoveOverRail(
                business.staff(), null, wallet, Direction.DEPOSIT, new Money(12_34, USD), "sandbox", "first");

        var before = contra();

        var body = accepted(201, business.ask(MoveOverRail.ADDRESS, deposit));

        assertTrue(body.contains("\"type\":\"deposit\",\"amount\":12.34,\"currency\":\"USD\""), body);
        assertEquals(12_34, business.balance(wallet));
        assertEquals(before - 12_34, contra());
        assertEquals(
                List.of("deposit"),
                business.database.texts("select direction from wallets.transfer where amount = 1234"));
    }

    @Test
    void anUnknownRailIsRefused() {
        var wallet = business.wallet("ann", USD, 0);
        var deposit =
                new MoveOverRail(business.staff(), null, wallet, Direction.DEPOSIT, new Money(1, USD), "pigeon", "");

        assertEquals(new Refused(Code.INVALID_VALUE), business.ask(MoveOverRail.ADDRESS, deposit));
    }

    @Test
    void aRepeatedKeyIsAnsweredWithTheFirstAnswer() {
        var key = business.key("open-1");
        var open = new OpenWallet(business.staff(), key, null, "kay", USD, WalletType.PERSONAL, Map.of());
        var first = business.ask(OpenWallet.ADDRESS, open);

        var second = business.ask(OpenWallet.ADDRESS, open);

        assertEquals(new Answered(assertInstanceOf(Answered.class, first).reply(), true), second);
        assertEquals(1, find(business.staff(), null, "kay").size());
    }

    private long contra() {
        return business.database.number("""
                select coalesce(sum(posted_credits - posted_debits), 0)
                from ledger.account
                where code = 'external:sandbox:USD' and class = 'ASSET'
                """);
    }

    private String answer(String step, WalletId wallet, WalletId other) {
        return switch (step) {
            case "pay" -> text(business.payment(wallet, other, 1));
            case "receive" -> text(business.payment(other, wallet, 1));
            case "deposit" -> text(move(wallet, Direction.DEPOSIT));
            case "withdraw" -> text(move(wallet, Direction.WITHDRAWAL));
            case String change ->
                text(change(business.staff(), wallet, Change.valueOf(change.toUpperCase(Locale.ROOT))));
        };
    }

    private WalletReply move(WalletId wallet, Direction direction) {
        var move = new MoveOverRail(business.staff(), null, wallet, direction, new Money(100, USD), "sandbox", "");
        return business.ask(MoveOverRail.ADDRESS, move);
    }

    private String text(Pay pay) {
        return switch (business.pay(pay)) {
            case Post.Posted(var reply) -> Integer.toString(reply.status());
            case Post.Declined(var reason, var _, var _) -> reason.code().wire();
            case Post.Replayed _ -> "replayed";
            case Post.KeyReused _ -> "key reused";
        };
    }

    private static String text(WalletReply reply) {
        return switch (reply) {
            case Answered(var answer, var _) when answer.status() < 300 -> Integer.toString(answer.status());
            case Answered(var answer, var _) -> answer.body().replaceAll(".*\"code\":\"([a-z_]+)\".*", "$1");
            case Refused(var code) -> code.wire();
        };
    }

    private WalletReply open(Caller caller, @Nullable WalletId id, String userId) {
        return business.ask(
                OpenWallet.ADDRESS, new OpenWallet(caller, null, id, userId, USD, WalletType.PERSONAL, Map.of()));
    }

    private WalletReply change(Caller caller, WalletId wallet, Change change) {
        return business.ask(ChangeWallet.ADDRESS, new ChangeWallet(caller, null, wallet, change, FreezeDirection.BOTH));
    }

    private List<WalletId> find(Caller caller, @Nullable WalletId id, @Nullable String userId) {
        var query = new FindWallets(caller, id, userId, null, null, null, 50, 0, null);
        return business.ask(FindWallets.ADDRESS, query).wallets().stream()
                .map(wallet -> wallet.id())
                .toList();
    }

    private static String accepted(int status, WalletReply reply) {
        var answer = assertInstanceOf(Answered.class, reply).reply();
        assertEquals(status, answer.status(), answer.body());
        return answer.body();
    }

    private static void assertDeclined(String code, int status, WalletReply reply) {
        var answer = assertInstanceOf(Answered.class, reply).reply();
        assertEquals(status, answer.status());
        assertEquals(code, text(reply));
    }

    private static WalletId id(String body) {
        return WalletId.parse(body.substring(7, 37));
    }
}
