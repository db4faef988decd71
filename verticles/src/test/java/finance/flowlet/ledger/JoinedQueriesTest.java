package finance.flowlet.ledger;

import static finance.flowlet.testing.TestPlatform.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import finance.flowlet.testing.TestDatabase;
import finance.flowlet.testing.TestPlatform;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Several statements as one, on a real PostgreSQL.
class JoinedQueriesTest {
    private final TestDatabase database = TestDatabase.create();
    private final TestPlatform platform = new TestPlatform(database.config(Map.of()), Clock.systemUTC());
    private final Pool pool = Pool.pool(
            platform.platform().vertx(),
            platform.platform().databases().connect("ledger"),
            new PoolOptions().setMaxSize(1));
    private final JoinedQueries joined = new JoinedQueries();

    JoinedQueriesTest() {
        database.execute("create table ledger.one (id bigint primary key, text text)");
        database.execute("create table ledger.two (id bigint unique deferrable initially deferred)");
        database.execute("grant select, insert on ledger.one, ledger.two to flowlet_ledger");
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void everyPartKeepsItsParameters() {
        joined.add("insert into one (id, text) select $2::bigint, $1::text", Tuple.of("first", 1));
        joined.add("select abs($1::bigint)", Tuple.of(-7L));
        joined.add("insert into two (id) select $1::bigint", Tuple.of(2));
        joined.add("select length($1::text), $2::text", Tuple.of("four", "end"));

        var row = run().iterator().next();

        assertEquals("7 4 end", row.getLong(0) + " " + row.getInteger(1) + " " + row.getString(2));
        assertEquals(
                "1 first",
                database.texts("select id || ' ' || text from ledger.one").getFirst());
        assertEquals(2, database.number("select id from ledger.two"));
    }

    @Test
    void onePartThatFailsTakesAllBack() {
        joined.add("insert into one (id, text) select $1::bigint, 'x'", Tuple.of(1));
        joined.add("insert into two (id) select 1 / $1::bigint", Tuple.of(0));

        assertEquals("22012", assertThrows(PgException.class, this::run).getSqlState());
        assertEquals(0, database.number("select count(*) from ledger.one"));
    }

    /// Such a failure comes after PostgreSQL has said that the statement is complete, and before it is ready again.
    @Test
    void whatIsRefusedAtTheCommitIsRefused() {
        joined.add("insert into two (id) select $1::bigint", Tuple.of(1));
        joined.add("insert into one (id, text) select $1::bigint, 'x'", Tuple.of(1));
        joined.add("insert into two (id) select $1::bigint", Tuple.of(1));

        assertEquals("23505", assertThrows(PgException.class, this::run).getSqlState());
        assertEquals(0, database.number("select count(*) from ledger.one"));
    }

    private RowSet<Row> run() {
        return await(pool.preparedQuery(joined.sql()).execute(joined.values()));
    }
}
