package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.Post.Key;
import finance.flowlet.contract.ledger.Post.Reply;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.TenantId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The state that a batch has locked: every account, hold and guard its commands name, as far as it exists,
/// with what belongs to the accounts (holds that have expired, limits and their use, monitors), up to when
/// the books of a tenant are closed, and the answer of every key that was used before.
record Locked(
        Map<AccountId, Account> accounts,
        Map<HoldId, Hold> holds,
        Map<GuardId, Guard> guards,
        Map<KeyName, Answered> answers,
        Map<UUID, List<LimitRule>> rules,
        Map<Usage.Key, Usage> usages,
        Map<AccountId, List<Monitor>> monitors,
        Map<TenantId, Instant> closedBefore,
        Instant askedAt) {
    /// A time that is not before the last posting to any of the accounts: clocks of two pods may differ,
    /// but the recorded times of an account never run backwards.
    Instant notBefore() {
        return accounts.values().stream()
                .map(Account::postedAt)
                .filter(askedAt::isBefore)
                .max(Comparator.naturalOrder())
                .orElse(askedAt);
    }

    /// A key without what was asked under it.
    record KeyName(UUID scope, String text) {
        private static final long FNV_OFFSET = 0xcbf29ce484222325L;
        private static final long FNV_PRIME = 0x100000001b3L;

        static KeyName of(Key key) {
            return new KeyName(key.scope(), key.text());
        }

        /// The number of its lock in PostgreSQL. Two keys with one number wait for each other, no more: it
        /// says nothing about who they are. 64-bit FNV-1a over the scope and the characters.
        long lock() {
            var hash = mixed(mixed(FNV_OFFSET, scope.getMostSignificantBits()), scope.getLeastSignificantBits());
            for (var i = 0; i < text.length(); i++) {
                hash = mixed(hash, text.charAt(i));
            }
            return hash;
        }

        private static long mixed(long hash, long value) {
            return (hash ^ value) * FNV_PRIME;
        }
    }

    /// What a key stands for once it was used.
    record Answered(String fingerprint, Reply reply) {}
}
