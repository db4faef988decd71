package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.LimitWindow;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.TenantId;
import finance.flowlet.ledger.Decision.Changes;
import finance.flowlet.ledger.Decision.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// What PostgreSQL promises the kernel, in memory: a batch sees only what it named, and a batch that breaks
/// a constraint is refused as a whole.
final class MemoryStore {
    final Map<AccountId, Account> accounts = new HashMap<>();
    final Map<HoldId, Hold> holds = new HashMap<>();
    final Map<GuardId, Guard> guards = new HashMap<>();
    final Map<Locked.KeyName, Locked.Answered> answers = new HashMap<>();
    final Map<AccountId, List<Line>> postings = new HashMap<>();
    final Set<EntryId> entries = new HashSet<>();
    final List<String> rows = new ArrayList<>();
    private final Map<UUID, List<LimitRule>> rules;

    MemoryStore(Map<UUID, List<LimitRule>> rules) {
        this.rules = rules;
    }

    final Map<Usage.Key, Usage> usages = new HashMap<>();
    final Map<TenantId, Instant> closedBefore = new HashMap<>();

    /// The first round trip: exactly what the commands name, and what their holds name.
    Locked lock(List<Post> commands, Instant at) {
        var named = Named.by(commands, at);
        var lockedHolds = new HashMap<HoldId, Hold>();
        var lockedAccounts = new HashMap<AccountId, Account>();
        for (var uuid : named.holds()) {
            var hold = holds.get(new HoldId(uuid));
            if (hold != null) {
                lockedHolds.put(hold.id(), hold);
                lockedAccounts.put(hold.account(), accounts.get(hold.account()));
            }
        }
        for (var uuid : named.accounts()) {
            var id = new AccountId(uuid);
            if (accounts.containsKey(id)) {
                lockedAccounts.put(id, accounts.get(id));
            }
        }
        holds.values().stream()
                .filter(hold -> lockedAccounts.containsKey(hold.account())
                        && hold.status() == Hold.Status.ACTIVE
                        && !at.isBefore(hold.expiresAt()))
                .forEach(hold -> lockedHolds.put(hold.id(), hold));
        var lockedGuards = new HashMap<GuardId, Guard>();
        named.guards().forEach((uuid, tenant) -> {
            var id = new GuardId(uuid);
            lockedGuards.put(id, guards.getOrDefault(id, new Guard(id, tenant, 0, 0)));
        });
        var lockedAnswers = new HashMap<Locked.KeyName, Locked.Answered>();
        for (var key : named.keys()) {
            var answer = answers.get(Locked.KeyName.of(key));
            if (answer != null) {
                lockedAnswers.put(Locked.KeyName.of(key), answer);
            }
        }
        var moments = new ArrayList<>(List.of(at));
        lockedHolds.values().forEach(hold -> moments.add(hold.createdAt()));
        var counted = new HashMap<Usage.Key, Usage>();
        rules.values().stream()
                .flatMap(List::stream)
                .filter(rule -> rule.window() != LimitWindow.TRANSACTION)
                .forEach(rule -> moments.stream()
                        .map(rule::usage)
                        .forEach(key -> counted.put(key, usages.getOrDefault(key, new Usage(key, 0, 0)))));
        return new Locked(
                lockedAccounts, lockedHolds, lockedGuards, lockedAnswers, rules, counted, Map.of(), closedBefore, at);
    }

    /// The second round trip.
    void commit(Changes changes) {
        changes.opened()
                .forEach(account -> require(accounts.put(account.id(), check(account)) == null, "opened twice"));
        changes.accounts().forEach(account -> {
            var before = accounts.put(account.id(), check(account));
            require(
                    before != null && before.debits() <= account.debits() && before.credits() <= account.credits(),
                    "sums only grow");
        });
        changes.placed().forEach(hold -> require(holds.put(hold.id(), check(hold)) == null, "placed twice"));
        changes.holds().forEach(hold -> {
            var before = holds.put(hold.id(), check(hold));
            require(before != null && before.status() == Hold.Status.ACTIVE, "a hold is resolved once");
        });
        changes.guards().forEach(guard -> {
            require(guard.used() >= 0 && guard.used() <= guard.ceiling(), "within the ceiling");
            guards.put(guard.id(), guard);
        });
        changes.usages().forEach(usage -> usages.put(usage.key(), usage));
        closedBefore.putAll(changes.closings());
        changes.answers().forEach((key, answer) -> require(answers.put(key, answer) == null, "answered twice"));
        for (var entry : changes.entries()) {
            require(entries.add(entry.step().entry()), "an entry is written once");
            var sum = 0L;
            for (var line : entry.lines()) {
                sum += line.side() == Side.CREDIT ? line.minorUnits() : -line.minorUnits();
                var ofAccount = postings.computeIfAbsent(line.account(), _ -> new ArrayList<>());
                ofAccount.add(line);
                require(line.accountVersion() == ofAccount.size(), "versions have no gap");
            }
            require(sum == 0, "an entry balances");
            rows.add(entry.step().entry() + " " + entry.lines());
        }
    }

    private static Account check(Account account) {
        require(account.held() >= 0 && !account.belowFloor(), "the floor holds");
        return account;
    }

    private static Hold check(Hold hold) {
        require(hold.captured() >= 0 && hold.captured() <= hold.amount(), "captured within the hold");
        return hold;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new AssertionError("the store refuses: " + rule);
        }
    }
}
