package finance.flowlet.gateway;

import finance.flowlet.contract.ledger.PostingView;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;

/// A posting as the API shows it to staff. The API calls a posting an entry and a journal entry a transaction.
record LedgerEntryJson(
        String id,
        EntryId transactionId,
        AccountId accountId,
        long accountVersion,
        Side direction,
        BigDecimal amount,
        Currency currency,
        BigDecimal balanceAfter,
        Instant createdAt,
        Instant effectiveAt) {
    static LedgerEntryJson of(PostingView posting) {
        return new LedgerEntryJson(
                PostingPosition.id(posting),
                posting.entry(),
                posting.account(),
                posting.accountVersion(),
                posting.side(),
                Decimals.of(posting.minorUnits(), posting.currency()),
                posting.currency(),
                Decimals.of(posting.balanceAfter(), posting.currency()),
                posting.createdAt(),
                posting.effectiveAt());
    }
}
