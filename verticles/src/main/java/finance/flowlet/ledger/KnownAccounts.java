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
import finance.flowlet.id.AccountId;
import finance.flowlet.ledger.Decision.Changes;
import finance.flowlet.ledger.Locked.KeyName;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Accounts as the last batches of this writer left them, so that a batch of plain postings can be judged without
/// asking first. A guess and never an authority: the batch's own commit compares every account with what was
/// expected here and is rolled back where another writer was faster (optimistic concurrency control, Kung and
/// Robinson 1981). Belongs to one event loop.
final class KnownAccounts {
    /// After wrong guesses that follow each other, at most so many batches ask first.
    private static final int MAX_PAUSE = 1024;

    private final int capacity;
    private final Map<UUID, Account> accounts;
    /// Used lately: what they stand for has to be read.
    private final Map<KeyName, Boolean> keys;
    private int pause;
    private int lastPause;

    /// Remembers `capacity` accounts and as many keys; none, and every batch asks first.
    KnownAccounts(int capacity) {
        this.capacity = capacity;
        this.accounts = bounded(capacity);
        this.keys = bounded(capacity);
    }

    /// What `commands`, taking effect at `at`, would find if they asked; empty where they have to ask.
    Optional<Locked> foresee(List<Post> commands, Instant at) {
        if (pause > 0) {
            pause--;
            return Optional.empty();
        }
        var named = new HashMap<AccountId, Account>();
        for (var command : commands) {
            if (keys.containsKey(KeyName.of(command.key()))
                    || Periods.concerns(command, at)
                    || !foresee(command, named)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Locked(named, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), at));
    }

    private boolean foresee(Post command, Map<AccountId, Account> named) {
        return command.steps().stream().allMatch(step -> switch (step) {
            case PostEntry entry -> entry.postings().stream().allMatch(posting -> foresee(posting.account(), named));
            case Before _ -> true;
            case OpenAccount _,
                    PlaceHold _,
                    CaptureHold _,
                    ReleaseHold _,
                    UseGuard _,
                    Advance _,
                    SetFloor _,
                    ClosePeriod _,
                    SetStatus _ -> false;
        });
    }

    private boolean foresee(AccountId account, Map<AccountId, Account> named) {
        var known = accounts.get(account.uuid());
        if (known == null) {
            return false;
        }
        named.put(account, known);
        return true;
    }

    /// Remembers what a batch that asked first found and changed. Where there is more to an account than its own
    /// row (limits, monitors, holds), it is not remembered: whoever posts to it asks.
    void learn(Locked locked, Changes changes) {
        if (capacity == 0) {
            return;
        }
        locked.accounts().values().forEach(account -> learn(account, isPlain(account, locked)));
        changes.accounts().forEach(account -> learn(account, isPlain(account, locked)));
        learn(changes);
    }

    /// Remembers what a batch that was foreseen has changed, as soon as it is sent.
    void learn(Changes changes) {
        changes.accounts()
                .forEach(account ->
                        learn(account, accounts.containsKey(account.id().uuid())));
        changes.answers().keySet().forEach(key -> keys.put(key, true));
    }

    /// What was changed last is forgotten last.
    private void learn(Account account, boolean plain) {
        accounts.remove(account.id().uuid());
        if (plain) {
            accounts.put(account.id().uuid(), account);
        }
    }

    private static boolean isPlain(Account account, Locked locked) {
        var owner = account.owner();
        return account.held() == 0
                && !locked.monitors().containsKey(account.id())
                && !locked.rules().containsKey(account.id().uuid())
                && (owner == null || !locked.rules().containsKey(owner.uuid()));
    }

    /// A guess was right.
    void right() {
        lastPause /= 2;
    }

    /// A guess was wrong: forgets everything, and lets the next batches ask; the more of them, the more often it
    /// happens, so that writers who share their accounts do not work in vain.
    void wrong() {
        accounts.clear();
        lastPause = Math.min(MAX_PAUSE, 2 * lastPause + 1);
        pause = lastPause;
    }

    private static <K, V> Map<K, V> bounded(int capacity) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > capacity;
            }
        };
    }
}
