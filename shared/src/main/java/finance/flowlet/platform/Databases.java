package finance.flowlet.platform;

import static java.util.Map.entry;

import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Connections to PostgreSQL, each as the role of one domain: the database itself refuses what is another domain's.
public final class Databases {
    private final Vertx vertx;
    private final FlowletConfig.Database config;

    public Databases(Vertx vertx, FlowletConfig.Database config) {
        this.vertx = vertx;
        this.config = config;
    }

    /// The pool that acts as `flowlet_{domain}`: one per process, however many instances of a verticle ask for it. Each
    /// closes its own; the last one closes the connections.
    public Pool pool(String domain) {
        var pool = config.pool();
        var options = new PoolOptions()
                .setShared(true)
                .setName(domain)
                .setMaxSize(pool.maxSize())
                .setMaxWaitQueueSize(pool.maxWaitQueue())
                .setConnectionTimeout(pool.connectTimeoutMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(pool.idleTimeoutMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxLifetime(pool.maxLifetimeMillis())
                .setMaxLifetimeUnit(TimeUnit.MILLISECONDS);
        return PgBuilder.pool()
                .with(options)
                .with(new NetClientOptions().setConnectTimeout(pool.connectTimeoutMillis()))
                .connectingTo(connect(domain))
                .using(vertx)
                .build();
    }

    /// How to connect as `flowlet_{domain}`.
    public PgConnectOptions connect(String domain) {
        var options = new PgConnectOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setDatabase(config.name())
                .setUser(config.user())
                .setPassword(config.password())
                .setSslMode(SslMode.of(config.ssl().mode()))
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(512)
                // A batch of the ledger is one long statement.
                .setPreparedStatementCacheSqlFilter(_ -> true)
                .setProperties(Map.ofEntries(
                        entry("application_name", "flowlet-" + domain),
                        entry("role", "flowlet_" + domain),
                        entry("search_path", domain),
                        entry("timezone", "UTC"),
                        // Whatever the server's defaults: what was acknowledged is on disk, and a row that was waited
                        // for is read as it is then.
                        entry("synchronous_commit", "on"),
                        entry("default_transaction_isolation", "read committed"),
                        entry("statement_timeout", Integer.toString(config.statementTimeoutMillis())),
                        // The locks of a process that vanished must not outlive it by the hours TCP would wait, nor
                        // those of one that was stopped by more than the others can bear.
                        entry("idle_in_transaction_session_timeout", Integer.toString(config.idleTransactionMillis())),
                        entry("tcp_keepalives_idle", "15"),
                        entry("tcp_keepalives_interval", "5"),
                        entry("tcp_keepalives_count", "3")));
        var root = config.ssl().rootCertificateFile();
        if (root != null) {
            options.setSslOptions(new ClientSSLOptions().setTrustOptions(new PemTrustOptions().addCertPath(root)));
        }
        return options;
    }
}
