package finance.flowlet.bus;

import io.vertx.core.VertxException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.sqlclient.DatabaseException;
import java.util.Set;

/// Tells a database that may answer later from one that refuses what was asked. Of use to who serves; who
/// only asks gets a code, and needs no SQL client on its class path.
final class DatabaseAwayCheck {
    /// SQLSTATE classes: connection, rollback, resources, intervention, system.
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58");

    /// A primary that became a standby, or a standby that is no primary yet.
    private static final String READ_ONLY = "25006";

    private DatabaseAwayCheck() {}

    static boolean isBehind(Throwable failure) {
        return switch (failure) {
            case ReplyException _ -> false;
            case DatabaseException refusal -> {
                var state = String.valueOf(refusal.getSqlState());
                yield PASSING.contains(state.substring(0, Math.min(2, state.length()))) || state.equals(READ_ONLY);
            }
            // Closed, or none free in time: the latter has no class of its own.
            case VertxException _ -> true;
            case Throwable _ -> false;
        };
    }
}
