package finance.flowlet.wallets;

import static finance.flowlet.testing.Business.USD;
import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.contract.wallets.CaptureFunds;
import finance.flowlet.contract.wallets.ExpireHolds;
import finance.flowlet.contract.wallets.FindHolds;
import finance.flowlet.contract.wallets.HoldFunds;
import finance.flowlet.contract.wallets.MoveOverRail;
import finance.flowlet.contract.wallets.ReleaseFunds;
import finance.flowlet.contract.wallets.SetOverdraft;
import finance.flowlet.contract.wallets.WalletReply;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Money;
import finance.flowlet.testing.Business;
import finance.flowlet.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Random holds, captures, releases, payments and passing time on a real ledger, each answer and the state after it
/// held against [NaiveHolds]. A failure names the seed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HoldsAgainstTheModelTest {
    private static final int STEPS = 400;
    private final TestClock clock = new TestClock(Instant.parse("2026-01-31T12:00:00Z"));
    private final Business business = new Business(clock);

    @AfterAll
    void close() {
        assertEquals(List.of(), business.findings());
        business.close();
    }

    @Test
    void whateverHappensHoldsAreWhatTheModelSays() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var wallet = business.wallet("ann", USD, 300);
        var shop = business.wallet("shop", USD, 0);
        code(business.ask(SetOverdraft.ADDRESS, new SetOverdraft(business.staff(), wallet, new Money(100, USD))));
        var model = new NaiveHolds(300, 100);
        var names = new ArrayList<String>();
        for (var step = 0; step < STEPS; step++) {
            var trace = "seed " + seed + " step " + step;
            var what = random.nextInt(10);
            // Mostly one of those that are still open.
            var name = names.isEmpty() ? newName() : names.get(Math.max(0, names.size() - 1 - random.nextInt(6)));
            var now = clock.instant();
            switch (what) {
                case 0, 1, 2 -> {
                    var placed = newName();
                    names.add(placed);
                    var amount = 1 + random.nextInt(120);
                    var seconds = 1 + random.nextInt(20);
                    assertEquals(
                            model.place(placed, amount, now.plusSeconds(seconds), now),
                            place(placed, wallet, shop, amount, seconds),
                            trace);
                }
                case 3, 4, 5 -> {
                    var amount = random.nextInt(60);
                    var last = random.nextInt(4) == 0;
                    assertEquals(model.capture(name, amount, last, now), capture(name, amount, last), trace);
                }
                case 6 -> assertEquals(model.release(name, now), release(name), trace);
                case 7 -> {
                    var amount = 1 + random.nextInt(40);
                    assertEquals(model.spend(amount, now), spend(wallet, amount), trace);
                }
                case 8 -> clock.advance(Duration.ofMillis(random.nextInt(8000)));
                default -> business.ask(ExpireHolds.ADDRESS, new ExpireHolds());
            }
            same(model, wallet, shop, trace);
        }
        assertEquals(List.of(), business.findings());
    }

    private void same(NaiveHolds model, WalletId wallet, WalletId shop, String trace) {
        var now = clock.instant();
        var view = business.view(wallet);
        assertEquals(
                List.of(model.balance(), model.held(now), model.balance() - model.held(now) + 100, model.received()),
                List.of(view.current(), view.held(), view.available(), business.balance(shop)),
                trace);
        var shown = new HashMap<String, String>();
        var query = new FindHolds(business.staff(), null, wallet, null, STEPS, 0, null);
        business.ask(FindHolds.ADDRESS, query)
                .holds()
                .forEach(hold -> shown.put(
                        hold.id().toString(),
                        hold.status() + " " + hold.captured() + " " + hold.released() + " " + hold.version()));
        assertEquals(model.show(now), shown, trace);
    }

    private String newName() {
        return new HoldId(business.platform().platform().ids().next()).toString();
    }

    private String place(String name, WalletId wallet, WalletId to, long amount, int seconds) {
        return code(business.ask(
                HoldFunds.ADDRESS,
                new HoldFunds(
                        business.staff(),
                        null,
                        HoldId.parse(name),
                        wallet,
                        to,
                        new Money(amount, USD),
                        seconds,
                        "",
                        Map.of())));
    }

    private String capture(String name, long amount, boolean last) {
        var units = amount == 0 ? null : amount;
        return code(business.ask(
                CaptureFunds.ADDRESS, new CaptureFunds(business.staff(), null, HoldId.parse(name), units, null, last)));
    }

    private String release(String name) {
        return code(business.ask(ReleaseFunds.ADDRESS, new ReleaseFunds(business.staff(), null, HoldId.parse(name))));
    }

    private String spend(WalletId wallet, long amount) {
        return code(business.ask(
                MoveOverRail.ADDRESS,
                new MoveOverRail(
                        business.staff(),
                        null,
                        wallet,
                        MoveOverRail.Direction.WITHDRAWAL,
                        new Money(amount, USD),
                        "sandbox",
                        "")));
    }

    private static String code(WalletReply reply) {
        return switch (reply) {
            case WalletReply.Answered(var answer, var _) ->
                answer.status() < 400
                        ? Integer.toString(answer.status())
                        : answer.body().replaceFirst(".*\"code\":\"([a-z_]+)\".*", "$1");
            case WalletReply.Refused(var code) -> code.wire();
        };
    }
}
