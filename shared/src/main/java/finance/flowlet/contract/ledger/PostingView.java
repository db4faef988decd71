package finance.flowlet.contract.ledger;

import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A posting with the journal entry it belongs to. `line` numbers the postings of an entry from 0; `accountVersion`
/// counts the postings of an account from 1 without gaps; `balanceAfter` is credits less debits in minor units.
/// `counterparty` is the account on the other side when there is exactly one.
public record PostingView(
        EntryId entry,
        int line,
        AccountId account,
        long accountVersion,
        Side side,
        long minorUnits,
        Currency currency,
        long balanceAfter,
        @Nullable AccountId counterparty,
        @Nullable String counterpartyCode,
        EntryKind kind,
        String reference,
        String description,
        Instant createdAt,
        Instant effectiveAt) {}
