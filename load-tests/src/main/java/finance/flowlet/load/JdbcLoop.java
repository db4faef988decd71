package finance.flowlet.load;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Does what pgbench does, where it is not installed: a connection and a thread for each client.
final class JdbcLoop implements PeerDriver {
    private final Target.Postgres place;
    private final AtomicLong nextKey = new AtomicLong(1);

    JdbcLoop(Target.Postgres place) {
        this.place = place;
    }

    @Override
    public double perSecond(PeerStatement statement, int clients, double seconds)
            throws InterruptedException, SQLException {
        try (var threads = Executors.newFixedThreadPool(clients)) {
            var begin = System.nanoTime();
            var end = begin + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
            var counts = new ArrayList<Future<Long>>();
            for (var i = 0; i < clients; i++) {
                counts.add(threads.submit(() -> loop(statement, end)));
            }
            var total = 0L;
            for (var count : counts) {
                total += count.get();
            }
            return total * statement.transfers / ((System.nanoTime() - begin) / 1e9);
        } catch (ExecutionException e) {
            throw new SQLException(e.getCause());
        }
    }

    @Override
    public String description() {
        return "JDBC, as there is no pgbench on this machine";
    }

    private long loop(PeerStatement what, long end) throws SQLException {
        try (var database = Database.open(place);
                var statement = database.connection().prepareStatement(what.sql())) {
            var count = 0L;
            for (; System.nanoTime() < end; count++) {
                statement.setLong(1, nextKey.getAndAdd(what.transfers));
                statement.executeQuery().close();
            }
            return count;
        }
    }
}
