package finance.flowlet.ledger;

import static finance.flowlet.testing.TestPlatform.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step.Advance;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.TenantId;
import finance.flowlet.testing.Servers;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestPlatform;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgConnection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A writer's connection, on a real PostgreSQL.
class LedgerStoreTest {
    private final Clock clock = Clock.systemUTC();

    /// A writer belongs to one event loop. A round trip that took too long once went on on a thread of Netty's.
    @Test
    void whatTakesTooLongFailsOnTheEventLoop() {
        try (var postgres = Servers.postgres();
                var platform = new TestPlatform(
                        TestDatabase.create(postgres)
                                .config(Map.of("FLOWLET_DATABASE_STATEMENT_TIMEOUT_MILLIS", "200")),
                        clock)) {
            var store = new LedgerStore(platform.platform());
            var loop = platform.platform().vertx().getOrCreateContext();
            var told = new AtomicReference<Thread>();
            await(run(store, loop, command(platform), told));
            var ours = told.get();

            postgres.pause();
            var late = run(store, loop, command(platform), told);
            assertThrows(RuntimeException.class, () -> await(late));
            postgres.resume();

            assertEquals(ours, told.get());
        }
    }

    /// A batch in one statement names no isolation level; under another one it would not see what it waited for.
    @Test
    void theIsolationLevelOfTheServerIsNotOurs() {
        var database = TestDatabase.create();
        database.execute("alter database \"" + database.name() + "\" set default_transaction_isolation = serializable");
        try (var platform = new TestPlatform(database.config(Map.of()), clock)) {
            var connection = await(PgConnection.connect(
                    platform.platform().vertx(), platform.platform().databases().connect("ledger")));
            var level = await(connection.query("show transaction_isolation").execute());
            assertEquals("read committed", level.iterator().next().getString(0));
        }
    }

    /// Accounts are moved in the order in which they are locked, or two writers would wait for each other.
    @Test
    void idsAreOrderedAsPostgresOrdersThem() {
        var random = IntStream.range(0, 100).mapToObj(_ -> UUID.randomUUID()).toList();
        var values = random.stream().map(id -> "('" + id + "'::uuid)").collect(Collectors.joining(","));

        assertEquals(
                TestDatabase.create().texts("select id from (values " + values + ") as ids (id) order by id"),
                random.stream().sorted(Rows.LOCK_ORDER).map(UUID::toString).toList());
    }

    private static Future<Decision> run(LedgerStore store, Context loop, Post command, AtomicReference<Thread> told) {
        var decided = Promise.<Decision>promise();
        loop.runOnContext(_ -> store.run(List.of(command), Clock.systemUTC().instant())
                .onComplete(_ -> told.set(Thread.currentThread()))
                .onComplete(decided));
        return decided.future();
    }

    private Post command(TestPlatform platform) {
        var ids = platform.platform().ids();
        var tenant = new TenantId(ids.next());
        return new Post(
                tenant,
                new Post.Key(tenant.uuid(), "key", "fingerprint"),
                "req_test",
                List.of(new Advance(new GuardId(ids.next()), 0)),
                List.of(),
                List.of(),
                new Post.Reply(201, "{}"),
                clock.instant().plusSeconds(20));
    }
}
