package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.AccountStatus;
import finance.flowlet.contract.ledger.AccountView;
import finance.flowlet.contract.ledger.Step.OpenAccount;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An account as a batch sees it; every change makes a new one. `version` counts its postings. Debits and
/// credits only ever grow. `postedAt` is when it was last posted to: the next posting is not earlier,
/// whoever writes it. Sums that leave the range of a `long` throw [ArithmeticException], which the kernel
/// turns into a decline.
record Account(
        AccountId id,
        TenantId tenant,
        String code,
        AccountClass accountClass,
        Currency currency,
        @Nullable UserId owner,
        long debits,
        long credits,
        long held,
        @Nullable Long floor,
        AccountStatus status,
        long version,
        Instant postedAt) {
    static Account open(TenantId tenant, OpenAccount step) {
        return new Account(
                step.account(),
                tenant,
                step.code(),
                step.accountClass(),
                step.currency(),
                step.owner(),
                0,
                0,
                0,
                step.floor(),
                AccountStatus.OPEN,
                0,
                Instant.EPOCH);
    }

    /// Credits less debits. Both are at least zero, so the difference always fits.
    long balance() {
        return credits - debits;
    }

    /// Whether what is not held is less than the floor. A difference that leaves the range of a `long` is.
    boolean belowFloor() {
        var free = balance() - held;
        return floor != null && (free > balance() || free < floor);
    }

    Account debit(long amount, Instant at) {
        return with(Math.addExact(debits, amount), credits, held, status, version + 1, at);
    }

    Account credit(long amount, Instant at) {
        return with(debits, Math.addExact(credits, amount), held, status, version + 1, at);
    }

    /// Reserves `amount`; a negative amount gives it back.
    Account hold(long amount) {
        return with(debits, credits, Math.addExact(held, amount), status, version, postedAt);
    }

    Account become(AccountStatus next) {
        return with(debits, credits, held, next, version, postedAt);
    }

    Account floor(@Nullable Long next) {
        return new Account(
                id,
                tenant,
                code,
                accountClass,
                currency,
                owner,
                debits,
                credits,
                held,
                next,
                status,
                version,
                postedAt);
    }

    AccountView view() {
        return new AccountView(id, code, accountClass, currency, owner, debits, credits, held, floor, status, version);
    }

    private Account with(
            long newDebits,
            long newCredits,
            long newHeld,
            AccountStatus newStatus,
            long newVersion,
            Instant newPostedAt) {
        return new Account(
                id,
                tenant,
                code,
                accountClass,
                currency,
                owner,
                newDebits,
                newCredits,
                newHeld,
                floor,
                newStatus,
                newVersion,
                newPostedAt);
    }
}
