package finance.flowlet.faults;

import finance.flowlet.servers.PostgresServer;
import finance.flowlet.servers.Proxy;
import finance.flowlet.servers.RedisServer;
import finance.flowlet.testing.Api;
import finance.flowlet.testing.FlowletProcess;
import finance.flowlet.testing.Payers;
import finance.flowlet.testing.Servers;
import finance.flowlet.testing.TestDatabase;
import java.util.HashMap;
import java.util.Map;

/// Everything that can be made to fail: the program in a process of its own, PostgreSQL with a
/// synchronous standby, Redis, and the networks between them. Where each is now changes as faults strike.
final class Stage implements AutoCloseable {
    private static final Map<String, String> IMPATIENT = Map.of(
            "FLOWLET_DATABASE_STATEMENT_TIMEOUT_MILLIS", "1500",
            "FLOWLET_DATABASE_POOL_CONNECT_TIMEOUT_MILLIS", "1000",
            "FLOWLET_LEDGER_LOCK_TIMEOUT_MILLIS", "500",
            "FLOWLET_LEDGER_COMMAND_DEADLINE_MILLIS", "3000",
            "FLOWLET_SERVICES_TIMEOUT_MILLIS", "5000");
    final RedisServer redis = Servers.redis();
    final Proxy redisNetwork = new Proxy(redis.port());
    private PostgresServer primary = Servers.postgres();
    private TestDatabase database = TestDatabase.create(primary);
    final Payers payers = Payers.in(database);
    final Proxy network = new Proxy(primary.port());
    final Proxy replication = new Proxy(primary.port());
    private PostgresServer standby = follower();
    private volatile FlowletProcess program = startProgram();

    PostgresServer primary() {
        return primary;
    }

    TestDatabase database() {
        return database;
    }

    FlowletProcess program() {
        return program;
    }

    Api api() {
        return program.api(payers.apiKey());
    }

    FlowletProcess startProgram() {
        var settings = new HashMap<>(IMPATIENT);
        settings.put("DB_PORT", Integer.toString(network.port()));
        settings.put("REDIS_PORT", Integer.toString(redisNetwork.port()));
        return FlowletProcess.start(database, settings);
    }

    /// Clients are sent to `next` from now on.
    void replaceProgram(FlowletProcess next) {
        program = next;
    }

    /// The standby takes over, the old primary is gone, and a new standby follows the new primary.
    void promoteStandby() {
        primary.crash();
        standby.promote();
        primary = standby;
        database = database.on(primary);
        network.leadTo(primary.port());
        network.cut();
    }

    /// Gives the primary a standby again, which is copied from it: it is away for a moment.
    void replaceStandby() {
        replication.leadTo(primary.port());
        standby = follower();
    }

    private PostgresServer follower() {
        database.execute("alter system reset synchronous_standby_names");
        var follower = primary.follower(Servers.directory("standby"), replication.port());
        database.execute("alter system set synchronous_standby_names = '*'");
        database.execute("select pg_reload_conf()");
        Waiting.until(
                () -> database.texts("select sync_state from pg_stat_replication"), states -> states.contains("sync"));
        return follower;
    }

    @Override
    public void close() {
        program.kill();
        network.close();
        replication.close();
        redisNetwork.close();
        standby.crash();
        primary.crash();
        redis.close();
    }
}
