package finance.flowlet.payments;

import static finance.flowlet.testing.TestPlatform.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import finance.flowlet.bus.Fault;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.payments.Pay;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.problem.Code;
import finance.flowlet.testing.TestClock;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A payment whose answer was lost on its way, with a ledger that only counts what it is asked.
class PatienceTest {
    private static final int RETRIES = 2;
    private final TestClock clock = new TestClock(Instant.parse("2026-01-31T12:00:00Z"));
    private final TestPlatform platform = new TestPlatform(
            TestDatabase.create()
                    .config(Map.of(
                            "FLOWLET_SERVICES_RETRIES_MAX",
                            Integer.toString(RETRIES),
                            "FLOWLET_SERVICES_RETRIES_BACKOFF_MILLIS",
                            "1")),
            clock);
    private final List<Post> asked = new ArrayList<>();
    private final List<Code> faults = new ArrayList<>();

    @BeforeEach
    void deploy() {
        await(platform.platform().bus().serve(Post.ADDRESS, this::answer));
        platform.deploy(new PaymentsVerticle(platform.platform()), ThreadingModel.EVENT_LOOP);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Code.class,
            names = {"OUTCOME_UNKNOWN", "UNAVAILABLE", "LEDGER_BUSY"})
    void aLostAnswerIsAskedForAgainUnderTheSameKey(Code fault) {
        faults.addAll(List.of(fault, fault));

        assertInstanceOf(Post.Posted.class, pay());

        assertEquals(3, asked.size());
        assertEquals(
                1,
                new HashSet<>(asked.stream().map(PatienceTest::withoutDeadline).toList()).size());
        assertEquals(1, asked.stream().map(Post::deadline).distinct().count(), "nobody waits longer for later tries");
    }

    @Test
    void patienceEnds() {
        faults.addAll(List.of(Code.LEDGER_BUSY, Code.LEDGER_BUSY, Code.LEDGER_BUSY, Code.LEDGER_BUSY));

        assertEquals(Code.LEDGER_BUSY, assertThrows(Fault.class, this::pay).code());

        assertEquals(1 + RETRIES, asked.size());
    }

    @Test
    void aFaultThatWillNotPassIsNotTriedAgain() {
        faults.add(Code.INTERNAL_ERROR);

        assertEquals(Code.INTERNAL_ERROR, assertThrows(Fault.class, this::pay).code());

        assertEquals(1, asked.size());
    }

    private synchronized Future<Post.Outcome> answer(Post post) {
        asked.add(post);
        clock.advance(Duration.ofMillis(10));
        return asked.size() <= faults.size()
                ? Future.failedFuture(new Fault(faults.get(asked.size() - 1)))
                : Future.succeededFuture(new Post.Posted(post.reply()));
    }

    private Post.Outcome pay() {
        var ids = platform.platform().ids();
        var caller = new Caller(new TenantId(ids.next()), null, "api_key:test", "req_test");
        var money = new Money(1, Currency.of("USD"));
        var pay = new Pay(
                caller, null, null, new WalletId(ids.next()), new WalletId(ids.next()), money, "", null, Map.of());
        return await(platform.platform().bus().request(Pay.ADDRESS, pay));
    }

    private static Post withoutDeadline(Post post) {
        return new Post(
                post.tenant(),
                post.key(),
                post.requestId(),
                post.steps(),
                post.rows(),
                post.events(),
                post.reply(),
                Instant.EPOCH);
    }
}
