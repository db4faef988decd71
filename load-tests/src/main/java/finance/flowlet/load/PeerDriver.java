package finance.flowlet.load;

import java.io.IOException;
import java.sql.SQLException;

/// Asks the peer database for as much as it can do.
interface PeerDriver {

    /// Transfers per second.
    double perSecond(PeerStatement statement, int clients, double seconds)
            throws IOException, InterruptedException, SQLException;

    /// What it is, for the result.
    String description();

    /// pgbench when it is installed, else JDBC.
    static PeerDriver find(Target.Postgres place) {
        var program = PgBench.installed();
        return program == null ? new JdbcLoop(place) : new PgBench(program, place);
    }
}
