package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.TenantId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.List;

/// Asks what accounts of a tenant stood at when `at` had passed: entries of that very moment count. Whoever
/// wants what was there before a moment asks for a microsecond earlier, the unit of time in the books. All
/// are of one snapshot; an account that is not there is left out of the answer.
///
/// An entry is written a moment after its time was taken. What was recorded until `at` is final as soon as
/// `at` lies further back than a command may wait (`ledger.commandDeadlineMillis`).
public record BalanceAt(TenantId tenant, List<AccountId> accounts, Instant at, Basis basis) implements Repeatable {
    public static final Address<BalanceAt, Balances> ADDRESS =
            new Address<>("ledger.balance-at.v1", BalanceAt.class, Balances.class);

    public BalanceAt {
        accounts = List.copyOf(accounts);
    }

    /// `balance` is credits less debits in minor units, `postings` how many of them make it up. By recorded
    /// time the last of them is the posting with `accountVersion` equal to `postings`.
    public record AccountBalance(
            AccountId account, String code, AccountClass accountClass, Currency currency, long balance, long postings) {
        /// The balance on the side where this class of account normally has it.
        public long onNormalSide() {
            return accountClass.normalSide() == Step.Side.CREDIT ? balance : -balance;
        }
    }

    /// `at` is the moment that was asked about, or now if that comes first.
    public record Balances(Instant at, List<AccountBalance> balances) {
        public Balances {
            balances = List.copyOf(balances);
        }
    }
}
