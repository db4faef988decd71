package finance.flowlet;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import finance.flowlet.platform.FlowletConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.concurrent.TimeUnit;

/// The Vert.x that everything runs on, alone or as one of several. The cluster knows who serves which
/// address, and nothing else: no money, no lock and no lease is in it.
final class Cluster {
    /// Subscriptions outlive the loss of one member.
    private static final int BACKUPS = 1;
    /// How long what changes may wait for a member that holds a copy and does not answer.
    private static final long COPY_MILLIS = 1000;

    private static final int CONNECT_SECONDS = 2;
    private static final int CALL_SECONDS = 10;
    /// How long one that leaves hands over what it holds; the others have copies.
    private static final int LEAVE_SECONDS = 3;
    /// How soon two halves that were apart become one again.
    private static final int MERGE_SECONDS = 3;

    private Cluster() {}

    /// Alone, unless the configuration says otherwise.
    static Future<Vertx> vertx(FlowletConfig.Cluster cluster) {
        // One loop per processor: a second one would only make verticles wake each other up.
        var options = new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(Math.max(2, Runtime.getRuntime().availableProcessors()));
        if (!cluster.enabled()) {
            return Future.succeededFuture(Vertx.vertx(options));
        }
        // What it says before it has read its configuration shall go where everything else goes.
        System.setProperty("hazelcast.logging.type", "slf4j");
        return Vertx.builder()
                .with(options.setEventBusOptions(bus(cluster)))
                .withClusterManager(new HazelcastClusterManager(hazelcast(cluster)))
                .buildClustered();
    }

    private static EventBusOptions bus(FlowletConfig.Cluster cluster) {
        var options = new EventBusOptions()
                .setHost(cluster.host())
                .setPort(cluster.busPort())
                .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(CONNECT_SECONDS))
                // A connection over which nothing comes back is given up, and the next message opens another.
                .setClusterPingInterval(TimeUnit.SECONDS.toMillis(1))
                .setClusterPingReplyInterval(TimeUnit.SECONDS.toMillis(CONNECT_SECONDS));
        var publicHost = cluster.publicHost();
        options.setClusterPublicHost(publicHost == null ? cluster.host() : publicHost);
        return cluster.publicBusPort() == 0 ? options : options.setClusterPublicPort(cluster.publicBusPort());
    }

    private static Config hazelcast(FlowletConfig.Cluster cluster) {
        var config = new Config()
                .setClusterName(cluster.name())
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.shutdownhook.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.wait.seconds.before.join", "0")
                .setProperty("hazelcast.heartbeat.interval.seconds", "1")
                .setProperty("hazelcast.max.no.heartbeat.seconds", Integer.toString(cluster.silentSeconds()))
                .setProperty("hazelcast.operation.call.timeout.millis", seconds(CALL_SECONDS))
                .setProperty("hazelcast.operation.backup.timeout.millis", Long.toString(COPY_MILLIS))
                .setProperty("hazelcast.graceful.shutdown.max.wait", Integer.toString(LEAVE_SECONDS))
                .setProperty("hazelcast.merge.first.run.delay.seconds", Integer.toString(MERGE_SECONDS))
                .setProperty("hazelcast.merge.next.run.delay.seconds", Integer.toString(MERGE_SECONDS))
                // Each process holds a few kilobytes; the default of a thread per core and task is for data grids.
                .setProperty("hazelcast.operation.generic.thread.count", "2")
                .setProperty("hazelcast.partition.count", "71");
        config.getJetConfig().setEnabled(false);
        config.getMetricsConfig().setEnabled(false);
        // What the bus keeps: who serves an address, and where each member is.
        config.addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                .setBackupCount(BACKUPS)
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
        config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(BACKUPS));
        network(config, cluster);
        return config;
    }

    private static void network(Config config, FlowletConfig.Cluster cluster) {
        var network = config.getNetworkConfig();
        network.setPort(cluster.port()).setPortAutoIncrement(false);
        network.getInterfaces().setEnabled(true).addInterface(cluster.host());
        var publicHost = cluster.publicHost();
        if (publicHost != null || cluster.publicPort() != 0) {
            var port = cluster.publicPort() == 0 ? cluster.port() : cluster.publicPort();
            network.setPublicAddress((publicHost == null ? cluster.host() : publicHost) + ":" + port);
        }
        var join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig()
                .setEnabled(true)
                .setConnectionTimeoutSeconds(CONNECT_SECONDS)
                .setMembers(cluster.members());
    }

    private static String seconds(int seconds) {
        return Long.toString(TimeUnit.SECONDS.toMillis(seconds));
    }
}
