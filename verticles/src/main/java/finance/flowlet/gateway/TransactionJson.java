package finance.flowlet.gateway;

import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.PostingView;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A posting as the owner of the wallet sees it: what came or went, and what was there after it.
record TransactionJson(
        String id,
        EntryKind type,
        Side direction,
        BigDecimal amount,
        Currency currency,
        BigDecimal balanceAfter,
        @Nullable String counterparty,
        @Nullable String paymentId,
        @Nullable String holdId,
        String description,
        String status,
        Instant createdAt,
        Instant effectiveAt) {
    static TransactionJson of(PostingView posting) {
        return new TransactionJson(
                PostingPosition.id(posting),
                posting.kind(),
                posting.side(),
                Decimals.of(posting.minorUnits(), posting.currency()),
                posting.currency(),
                Decimals.of(posting.balanceAfter(), posting.currency()),
                counterparty(posting),
                posting.reference().startsWith(PaymentId.PREFIX + "_") ? posting.reference() : null,
                posting.reference().startsWith(HoldId.PREFIX + "_") ? posting.reference() : null,
                posting.description(),
                "posted",
                posting.createdAt(),
                posting.effectiveAt());
    }

    /// The other wallet, or the code of the other account when that is no wallet.
    private static @Nullable String counterparty(PostingView posting) {
        var account = posting.counterparty();
        var code = posting.counterpartyCode();
        return account != null && code != null && code.startsWith("user:")
                ? new WalletId(account.uuid()).toString()
                : code;
    }
}
