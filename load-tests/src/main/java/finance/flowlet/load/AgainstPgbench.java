package finance.flowlet.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `--against-pgbench`, from a clean clone to the ratios in one go.
record AgainstPgbench(Places places, Clock clock, PrintStream out) {
    private static final int ACCOUNTS = 1000;
    private static final int BARE_EVENT_LOOPS = 1;

    /// Uses the sandbox that runs, else one of its own. True when the books of both sides are right.
    boolean run(Comparison.Settings settings, @Nullable Path json)
            throws IOException, InterruptedException, SQLException {
        var began = System.nanoTime();
        if (Target.runsIn(places.directory())) {
            out.println("measuring the sandbox in " + places.directory());
            return against(places.target(), settings, began, json);
        }
        try (var sandbox = OwnSandbox.start(out)) {
            return against(sandbox.target(), settings, began, json);
        }
    }

    private boolean against(Target target, Comparison.Settings settings, long began, @Nullable Path json)
            throws IOException, InterruptedException, SQLException {
        var postgres = target.postgres();
        if (postgres == null) {
            throw new LoadException("The sandbox does not say where its PostgreSQL is.");
        }
        try (var session = Session.open(target, ACCOUNTS, 1, clock, out);
                var peer = PeerDatabase.create(postgres);
                var bare = Contestants.bare(target, session.wallet(), BARE_EVENT_LOOPS)) {
            var driver = PeerDriver.find(peer.place());
            var bareTarget = Target.local(Integer.parseInt(bare.line()), target.apiKey(), bare.pid());
            var facts = facts(settings, driver, postgres);
            facts.forEach((name, value) -> out.printf("  %-20s %s%n", name, value));
            var result = new Comparison(session, driver, bareTarget, settings, began, out).run();
            peer.audit();
            var report = new ComparisonReport(result, facts);
            out.print(report.text());
            if (json != null) {
                Files.writeString(json, report.json());
            }
            return result.audit().isClean();
        }
    }

    private static Map<String, Object> facts(Comparison.Settings settings, PeerDriver driver, Target.Postgres place)
            throws SQLException {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("alternations", settings.alternations());
        facts.put("secondsEach", settings.seconds());
        facts.put("quick", settings.quick());
        facts.put("seed", settings.seed());
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        facts.put("accounts", ACCOUNTS);
        facts.put("batch", PeerStatement.BATCH.transfers);
        facts.put("bareEventLoops", BARE_EVENT_LOOPS);
        facts.put("pgbench", driver.description());
        try (var database = Database.open(place)) {
            for (var name : new String[] {
                "server_version",
                "fsync",
                "synchronous_commit",
                "full_page_writes",
                "shared_buffers",
                "max_wal_size",
                "wal_compression"
            }) {
                facts.put(name, database.setting(name));
            }
        }
        return facts;
    }
}
