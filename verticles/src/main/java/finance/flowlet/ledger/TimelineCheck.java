package finance.flowlet.ledger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;

/// Which history of the database a connection leads to. PostgreSQL numbers them: whenever a standby takes
/// over, it begins the next one. A server that we have seen the successor of is a primary that came back,
/// and what it were told would be lost; a server in recovery is no primary yet. Neither is written to.
///
/// What was seen is known to all writers of this process, and forgotten when it ends.
final class TimelineCheck {
    /// The server cannot be the authority for money.
    static final class NotThePrimary extends RuntimeException {
        NotThePrimary(String message) {
            super(message);
        }
    }

    private static final String NEWEST = "newest";
    private final Vertx vertx;

    TimelineCheck(Vertx vertx) {
        this.vertx = vertx;
    }

    /// Fails unless the connection leads to a primary of the newest timeline that any writer has seen.
    Future<Void> check(SqlConnection connection) {
        return connection.query(LedgerSql.READ_TIMELINE).execute().compose(rows -> {
            var timeline = rows.iterator().next().getLong("timeline");
            var newest = vertx.sharedData()
                    .<String, Long>getLocalMap("ledger.timeline")
                    .merge(NEWEST, timeline, Math::max);
            if (timeline == 0) {
                return Future.failedFuture(new NotThePrimary("the server is a standby"));
            }
            return timeline.equals(newest)
                    ? Future.succeededFuture()
                    : Future.failedFuture(new NotThePrimary(
                            "the server is of timeline " + timeline + ", its successor of " + newest + " was seen"));
        });
    }
}
