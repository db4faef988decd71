package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step.Advance;
import finance.flowlet.contract.ledger.Step.Before;
import finance.flowlet.contract.ledger.Step.CaptureHold;
import finance.flowlet.contract.ledger.Step.ClosePeriod;
import finance.flowlet.contract.ledger.Step.OpenAccount;
import finance.flowlet.contract.ledger.Step.PlaceHold;
import finance.flowlet.contract.ledger.Step.PostEntry;
import finance.flowlet.contract.ledger.Step.ReleaseHold;
import finance.flowlet.contract.ledger.Step.SetFloor;
import finance.flowlet.contract.ledger.Step.SetStatus;
import finance.flowlet.contract.ledger.Step.UseGuard;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// Everything that the commands of a batch name and that must therefore be locked before they are judged.
///
/// `tenants` are those whose closing is looked at.
record Named(
        List<Post.Key> keys,
        SortedSet<UUID> accounts,
        SortedSet<UUID> holds,
        SortedMap<UUID, TenantId> guards,
        SortedSet<UUID> tenants) {
    /// What `commands`, taking effect at `at`, need.
    static Named by(List<Post> commands, Instant at) {
        var named = new Named(
                commands.stream().map(Post::key).toList(),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeMap<>(),
                new TreeSet<>());
        commands.forEach(command -> named.add(command, at));
        return named;
    }

    private void add(Post command, Instant at) {
        if (Periods.concerns(command, at)) {
            tenants.add(command.tenant().uuid());
        }
        for (var step : command.steps()) {
            switch (step) {
                case OpenAccount open -> accounts.add(open.account().uuid());
                case PostEntry entry ->
                    entry.postings()
                            .forEach(posting -> accounts.add(posting.account().uuid()));
                case PlaceHold place -> {
                    accounts.add(place.account().uuid());
                    holds.add(place.hold().uuid());
                }
                case CaptureHold capture -> holds.add(capture.hold().uuid());
                case ReleaseHold release -> holds.add(release.hold().uuid());
                case UseGuard use -> guards.put(use.guard().uuid(), command.tenant());
                case SetStatus set -> accounts.add(set.account().uuid());
                case SetFloor set -> accounts.add(set.account().uuid());
                case Advance advance -> guards.put(advance.object().uuid(), command.tenant());
                case Before _, ClosePeriod _ -> {}
            }
        }
    }
}
