package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step.PostEntry;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What the kernel decided: an outcome for each command, in their order, and the rows to write, in one
/// canonical order.
record Decision(List<Post.Outcome> outcomes, Changes changes) {
    /// The rows of a batch. `accounts`, `holds` and `guards` are the last state of each that changed;
    /// `opened` are new; `monitors` are those that told something.
    record Changes(
            List<Account> opened,
            List<Account> accounts,
            List<Entry> entries,
            List<Hold> placed,
            List<Hold> holds,
            List<Guard> guards,
            List<Usage> usages,
            List<Monitor> monitors,
            Map<TenantId, Instant> closings,
            Map<Locked.KeyName, Locked.Answered> answers,
            List<Post.BusinessRow> rows,
            List<TenantEvent> events) {
        boolean isEmpty() {
            return opened.isEmpty()
                    && accounts.isEmpty()
                    && entries.isEmpty()
                    && placed.isEmpty()
                    && holds.isEmpty()
                    && guards.isEmpty()
                    && usages.isEmpty()
                    && closings.isEmpty()
                    && answers.isEmpty()
                    && rows.isEmpty()
                    && events.isEmpty();
        }
    }

    /// A journal entry with its postings as they took effect.
    record Entry(TenantId tenant, PostEntry step, List<Line> lines) {}

    /// A posting: `accountVersion` is its number on the account, `balanceAfter` credits less debits after
    /// it.
    record Line(
            AccountId account, Side side, long minorUnits, Currency currency, long accountVersion, long balanceAfter) {}

    /// An event with the tenant it belongs to.
    record TenantEvent(TenantId tenant, Post.Event event) {}
}
