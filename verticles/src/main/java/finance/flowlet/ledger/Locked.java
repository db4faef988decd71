package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.Post.Key;
import finance.flowlet.contract.ledger.Post.Reply;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.HoldId;
import java.util.Map;
import java.util.UUID;

/// The state that a batch has locked: every account, hold and guard its commands name, as far as it exists, and
/// the answer of every key that was used before.
record Locked(
        Map<AccountId, Account> accounts,
        Map<HoldId, Hold> holds,
        Map<GuardId, Guard> guards,
        Map<KeyName, Answered> answers) {
    /// A key without what was asked under it.
    record KeyName(UUID scope, String text) {
        static KeyName of(Key key) {
            return new KeyName(key.scope(), key.text());
        }
    }

    /// What a key stands for once it was used.
    record Answered(String fingerprint, Reply reply) {}
}
