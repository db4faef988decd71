package finance.flowlet.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.Migrations;
import finance.flowlet.testing.Api;
import finance.flowlet.testing.Invariants;
import finance.flowlet.testing.Load;
import finance.flowlet.testing.Payers;
import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestFlowlet;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// R35: the program of before beside that of after, on one database. What we promise: a release only adds
/// to the schema (columns with a default, tables, indexes), and takes away a release later. So the older
/// program goes on, may be started again, and each reads what the other wrote.
class NeighboursTest {
    @Test
    void anOlderProgramGoesOnWhileANewerOneAddsToTheSchema() {
        var database = TestDatabase.create();
        var turn = new AtomicInteger();
        try (var older = TestFlowlet.start(database, Map.of(), Clock.systemUTC())) {
            var payers = Payers.of(older);
            try (var load = new Load(4, payers.wallets(), older::api)) {
                load.acknowledged(50);
                addToEverySchema(database);
                load.acknowledged(50);
                load.settle(database);
            }
            try (var startedAgain = TestFlowlet.beside(database, Map.of(), payers.apiKey())) {
                var paid = payers.pay(older.api(), "one-key");
                var repeated = payers.pay(startedAgain.api(), "one-key");
                assertEquals(paid.body(), repeated.body());
                assertEquals("true", repeated.header("Idempotency-Replayed"));
                var both = new Api[] {older.api(), startedAgain.api()};
                try (var load = new Load(4, payers.wallets(), () -> both[turn.getAndIncrement() % 2])) {
                    load.acknowledged(100);
                    load.stop();
                }
                assertEquals(
                        older.api().get("/payments?limit=200").body(),
                        startedAgain.api().get("/payments?limit=200").body());
                Invariants.assertHold(startedAgain);
            }
            Invariants.assertHold(older);
        }
    }

    private static void addToEverySchema(TestDatabase database) {
        for (var domain : Migrations.DOMAINS) {
            for (var table : database.texts("select c.relname from pg_class c join pg_namespace n on n.oid ="
                    + " c.relnamespace where n.nspname = '" + domain + "' and c.relkind in ('r', 'p')"
                    + " and not c.relispartition and c.relname <> 'flyway_schema_history'")) {
                database.execute("alter table " + domain + "." + table + " add column of_the_future text default 'x'");
            }
            database.execute("insert into " + domain + ".flyway_schema_history (installed_rank, version, description,"
                    + " type, script, checksum, installed_by, execution_time, success) values (999, '999', 'future',"
                    + " 'SQL', 'V999__future.sql', 1, 'newer', 1, true)");
        }
    }
}
