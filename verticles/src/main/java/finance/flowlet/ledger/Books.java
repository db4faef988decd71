package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.MonitorId;
import finance.flowlet.id.TenantId;
import finance.flowlet.ledger.Decision.Changes;
import finance.flowlet.ledger.Decision.Entry;
import finance.flowlet.ledger.Decision.TenantEvent;
import finance.flowlet.ledger.Locked.Answered;
import finance.flowlet.ledger.Locked.KeyName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The state of a batch while it is decided: what was locked, overlaid with what accepted commands changed.
final class Books {
    private final Locked locked;
    private final Map<AccountId, Account> accounts = new HashMap<>();
    private final Map<HoldId, Hold> holds = new HashMap<>();
    private final Map<GuardId, Guard> guards = new HashMap<>();
    private final Map<Usage.Key, Usage> usages = new HashMap<>();
    private final Map<MonitorId, Monitor> monitors = new TreeMap<>(Comparator.comparing(MonitorId::uuid));
    private final Map<TenantId, Instant> closedBefore = new HashMap<>();
    private final Map<AccountId, List<Hold>> expired;
    private final Map<KeyName, Answered> answers = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Post.BusinessRow> rows = new ArrayList<>();
    private final List<TenantEvent> events = new ArrayList<>();

    Books(Locked locked) {
        this.locked = locked;
        var now = locked.askedAt();
        this.expired = locked.holds().values().stream()
                .filter(hold -> hold.status() == Hold.Status.ACTIVE && !now.isBefore(hold.expiresAt()))
                .sorted(Comparator.comparing(hold -> hold.id().uuid()))
                .collect(Collectors.groupingBy(Hold::account));
    }

    @Nullable
    Account account(AccountId id) {
        var changed = accounts.get(id);
        return changed != null ? changed : locked.accounts().get(id);
    }

    @Nullable
    Hold hold(HoldId id) {
        var changed = holds.get(id);
        return changed != null ? changed : locked.holds().get(id);
    }

    @Nullable
    Guard guard(GuardId id) {
        var changed = guards.get(id);
        return changed != null ? changed : locked.guards().get(id);
    }

    /// The time that expiry, windows and periods are judged by.
    Instant now() {
        return locked.askedAt();
    }

    /// The holds of an account that expired before this batch, whether or not one of its commands has ended
    /// them.
    List<Hold> expiredHolds(AccountId id) {
        return expired.getOrDefault(id, List.of());
    }

    @Nullable
    Usage usage(Usage.Key key) {
        var changed = usages.get(key);
        return changed != null ? changed : locked.usages().get(key);
    }

    List<LimitRule> rules(UUID subject) {
        return locked.rules().getOrDefault(subject, List.of());
    }

    Instant closedBefore(TenantId tenant) {
        return closedBefore.getOrDefault(tenant, locked.closedBefore().getOrDefault(tenant, Instant.MIN));
    }

    @Nullable
    Answered answer(KeyName key) {
        var given = answers.get(key);
        return given != null ? given : locked.answers().get(key);
    }

    void answer(KeyName key, Answered answered) {
        answers.put(key, answered);
    }

    /// Takes over what an accepted command changed.
    void accept(Draft draft, Post command) {
        if (!locked.monitors().isEmpty()) {
            draft.accounts().values().stream()
                    .sorted(Comparator.comparing(account -> account.id().uuid()))
                    .forEach(this::watch);
        }
        accounts.putAll(draft.accounts());
        holds.putAll(draft.holds());
        guards.putAll(draft.guards());
        usages.putAll(draft.usages());
        closedBefore.putAll(draft.closings());
        entries.addAll(draft.entries());
        rows.addAll(command.rows());
        command.events().forEach(event -> events.add(new TenantEvent(command.tenant(), event)));
    }

    private void watch(Account after) {
        var before = account(after.id());
        for (var known : locked.monitors().getOrDefault(after.id(), List.of())) {
            var monitor = monitors.getOrDefault(known.id(), known);
            if (before != null && monitor.crossed(before, after)) {
                monitors.put(monitor.id(), monitor.told());
                events.add(new TenantEvent(after.tenant(), BalanceThreshold.event(monitor.told(), after)));
            }
        }
    }

    /// The rows to write, each kind sorted by id: every writer touches rows in one global order.
    Changes changes() {
        var opened = new ArrayList<Account>();
        var changed = new ArrayList<Account>();
        accounts.values().stream()
                .sorted(Comparator.comparing(account -> account.id().uuid()))
                .forEach(account -> (locked.accounts().containsKey(account.id()) ? changed : opened).add(account));
        var placed = new ArrayList<Hold>();
        var resolved = new ArrayList<Hold>();
        holds.values().stream()
                .sorted(Comparator.comparing(hold -> hold.id().uuid()))
                .forEach(hold -> (locked.holds().containsKey(hold.id()) ? resolved : placed).add(hold));
        var used = guards.values().stream()
                .sorted(Comparator.comparing(guard -> guard.id().uuid()))
                .toList();
        return new Changes(
                opened,
                changed,
                entries,
                placed,
                resolved,
                used,
                usages.values().stream().sorted(Usage.ORDER).toList(),
                List.copyOf(monitors.values()),
                closedBefore,
                answers,
                rows,
                events);
    }
}
