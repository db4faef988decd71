package finance.flowlet.platform;

import io.vertx.core.Future;
import io.vertx.core.shareddata.Shareable;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Which jobs are this process's, as the database says. One statement claims and renews all of them, and only
/// when half of the lease is over, so a hundred processes cost the database a hundred small statements in
/// that time.
///
/// A lease saves work and protects nothing: a process that was stopped wakes up believing in one that has
/// passed on. Whatever a job does must take effect once by the rules of what it touches.
final class JobLeases implements Shareable {
    private final Pool pool;
    private final UUID holder;
    private final int leaseMillis;
    private final Set<String> wanted = new TreeSet<>();
    private Set<String> held = Set.of();
    private long claimedAtNanos;
    private int claimedOf;
    private @Nullable Future<Set<String>> claiming;

    JobLeases(Platform platform) {
        this.pool = platform.databases().pool("platform");
        this.holder = platform.ids().next();
        this.leaseMillis = platform.config().jobs().leaseMillis();
    }

    /// Has a job claimed from now on.
    synchronized void want(String job) {
        wanted.add(job);
    }

    /// Whether a round of `job` is this process's to run.
    synchronized Future<Boolean> isOurs(String job) {
        var age = System.nanoTime() - claimedAtNanos;
        if (claimedOf == wanted.size() && age < TimeUnit.MILLISECONDS.toNanos(leaseMillis) / 2) {
            return Future.succeededFuture(held.contains(job));
        }
        var asked = claiming == null ? claim() : claiming;
        return asked.map(ours -> ours.contains(job));
    }

    private Future<Set<String>> claim() {
        var names = wanted.toArray(String[]::new);
        var askedAtNanos = System.nanoTime();
        var answer = pool.preparedQuery(Sql.CLAIM)
                .execute(Tuple.tuple().addValue(names).addValue(holder).addValue(leaseMillis))
                .map(rows -> {
                    Set<String> ours = new TreeSet<>();
                    rows.forEach(row -> ours.add(row.getString("job")));
                    return ours;
                });
        claiming = answer;
        // What is not known is not ours: without its database a job could do nothing anyway.
        return answer.onComplete(
                ours -> claimed(ours, names.length, askedAtNanos), _ -> claimed(Set.of(), 0, askedAtNanos));
    }

    private synchronized void claimed(Set<String> ours, int of, long askedAtNanos) {
        held = ours;
        claimedOf = of;
        claimedAtNanos = askedAtNanos;
        claiming = null;
    }

    /// Gives all of them back, so that others need not wait.
    Future<Void> release() {
        return pool.preparedQuery(Sql.RELEASE).execute(Tuple.of(holder)).mapEmpty();
    }

    interface Sql {
        /// Those of others are not even locked while they last.
        String CLAIM = """
                insert into job_lease as l (job, holder, until, token)
                select j.job, $2, clock_timestamp() + $3::integer * interval '1 millisecond', 1
                from unnest($1::text[]) as j (job)
                where not exists (
                    select from job_lease o where o.job = j.job and o.holder <> $2 and o.until > clock_timestamp())
                order by j.job
                on conflict (job) do update
                set holder = excluded.holder,
                    until = excluded.until,
                    token = l.token + case when l.holder = excluded.holder then 0 else 1 end
                where l.holder = excluded.holder or l.until <= clock_timestamp()
                returning job""";

        String RELEASE = """
                update job_lease set until = clock_timestamp() where holder = $1""";
    }
}
