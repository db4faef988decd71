package finance.flowlet.sandbox;

import finance.flowlet.Flowlet;
import finance.flowlet.platform.FlowletConfig;
import finance.flowlet.sandbox.Demo.Wallet;
import finance.flowlet.sandbox.Facts.Address;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/// The way from nothing to ready, step by step. What has been started is in `running`, however far it came.
record Startup(Console console, Running running, Map<String, String> environment) {

    private static final int MOST_NODES = 16;

    void run(Places places, boolean ephemeral, int nodes) {
        if (nodes < 1 || nodes > MOST_NODES) {
            throw new SandboxException("--nodes must be from 1 to %d, not %d.".formatted(MOST_NODES, nodes));
        }
        var begin = System.nanoTime();
        console.say("Flowlet sandbox, data in " + places.data() + (ephemeral ? " (thrown away at the end)" : ""));
        mustBeFree(places.port());
        var data = DataDirectory.open(places.data(), ephemeral);
        running.add("data directory " + (ephemeral ? "deleted" : "released"), data);
        var secrets = Secrets.in(data.state());
        var servers = new Servers(environment);
        var started = servers.start(data.state(), console, running);
        var cluster = ClusterPlan.of(nodes);
        var profile = new Profile(Places.home(), data.state(), servers.forPlatform());
        var config = profile.with(cluster.variables(1)).load(secrets, started, places.port());
        var platform = start(config, data);
        var baseUrl = "http://%s:%d".formatted(reachable(config.server().host()), platform.port());
        var demo = console.step(
                "demo tenant",
                () -> new Tenancy(
                                platform.bus(),
                                secrets,
                                key -> http(baseUrl, key).accepted())
                        .settle());
        var wallets = console.step(
                "demo wallets, funded", () -> new Seed(http(baseUrl, demo.apiKey()), secrets, demo.series()).plant());
        var baseUrls = new ArrayList<>(List.of(baseUrl));
        for (var number = 2; number <= nodes; number++) {
            baseUrls.add(node(number, profile.with(cluster.variables(number)), data));
        }
        var facts = facts(baseUrls, demo, wallets, config, platform.bridgePort());
        running.add("sandbox.json removed", facts.publish(data.facts()));
        console.say(String.format(Locale.ROOT, "  %-52s %6.2f s", "ready", (System.nanoTime() - begin) / 1e9));
        console.say(new Banner(facts, data, config.rateLimit()).text());
        announce(baseUrl);
    }

    private void announce(String baseUrl) {
        if (console.quiet()) {
            console.always(baseUrl);
        }
    }

    private Flowlet start(FlowletConfig config, DataDirectory data) {
        System.setProperty("flowlet.log", data.log().toString());
        System.setProperty("logback.configurationFile", "sandbox-logback.xml");
        try {
            return running.add(
                    "platform stopped, requests in flight finished",
                    Flowlet.start(config, Clock.systemUTC(), console::done));
        } catch (RuntimeException e) {
            var cause = rootOf(e);
            if (cause instanceof BindException) {
                throw taken(config.server().port());
            }
            throw new SandboxException(
                    "The platform did not start: %s\nThe log has the whole story: %s".formatted(cause, data.log()), e);
        }
    }

    private String node(int number, Profile profile, DataDirectory data) {
        var log = data.state().resolve("flowlet-%d.log".formatted(number));
        var node = console.step(
                "node %d started".formatted(number),
                () -> running.add(
                        "node %d stopped".formatted(number),
                        NodeProcess.start(profile.files(), profile.variables(0), log)));
        return "http://127.0.0.1:" + node.port();
    }

    /// Where a client on this machine finds a listener: one on every address is best called on loopback.
    private static String reachable(String host) {
        return Set.of("0.0.0.0", "::", "localhost").contains(host) ? "127.0.0.1" : host;
    }

    private static Throwable rootOf(Throwable failure) {
        var root = failure;
        for (var cause = root.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }

    private static Http http(String baseUrl, String apiKey) {
        return new Http(HttpClient.newHttpClient(), baseUrl, apiKey);
    }

    private static Facts facts(
            List<String> nodes, Demo demo, List<Wallet> wallets, FlowletConfig config, OptionalInt bridgePort) {
        var servers = new TreeMap<String, Address>();
        var database = config.database();
        servers.put("postgres", new Address(database.host(), database.port(), database.user(), database.name()));
        servers.put("redis", new Address(config.redis().host(), config.redis().port(), "default", "0"));
        var bridge = bridgePort.isEmpty()
                ? null
                : new Facts.Bridge(reachable(config.bridge().tcp().host()), bridgePort.getAsInt());
        return new Facts(nodes.getFirst(), nodes, demo.apiKey(), demo.logins(), wallets, servers, bridge);
    }

    /// Asked before anything is started: a port that is taken is the most usual mishap of a first try.
    private static void mustBeFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            socket.setReuseAddress(true);
        } catch (BindException e) {
            throw taken(port);
        } catch (IOException | IllegalArgumentException e) {
            throw new SandboxException("Port %d cannot be used: %s".formatted(port, e.getMessage()), e);
        }
    }

    private static SandboxException taken(int port) {
        return new SandboxException("""
                Port %d is taken by another program. Choose another with ./flowlet up --port N (0 takes any free \
                one), or stop that program (ss -ltnp 'sport = :%d' shows which).""".formatted(port, port));
    }
}
