package finance.flowlet.reconciliation;

import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.PostingView;
import finance.flowlet.id.EntryId;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// A posting in the terms of a statement: signed minor units, positive where it increases the account on
/// its normal side, on the day (in UTC) that it was recorded. So a credit in a bank's statement, which is
/// money that came in, is a debit of the asset account that stands for the bank, and a credit of a
/// customer's wallet.
record Posted(
        EntryId entry,
        int line,
        long accountVersion,
        LocalDate recordedOn,
        long minorUnits,
        String reference,
        String description) {
    static Posted of(PostingView posting, AccountClass accountClass) {
        return new Posted(
                posting.entry(),
                posting.line(),
                posting.accountVersion(),
                LocalDate.ofInstant(posting.createdAt(), ZoneOffset.UTC),
                posting.side() == accountClass.normalSide() ? posting.minorUnits() : -posting.minorUnits(),
                posting.reference(),
                posting.description());
    }
}
