package finance.flowlet.statements;

import finance.flowlet.contract.ledger.PostingView;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.TypeId;
import finance.flowlet.id.WalletId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One line of a statement, in the words that the owner of a wallet knows. `minorUnits` is positive where
/// money came and negative where it went.
record Movement(
        String id,
        String type,
        long minorUnits,
        long balanceAfter,
        @Nullable String counterparty,
        String reference,
        String description,
        Instant createdAt,
        Instant effectiveAt) {
    static Movement of(PostingView posting) {
        return new Movement(
                TypeId.encode("ent", posting.entry().uuid()) + "_" + posting.line(),
                posting.kind().name().toLowerCase(Locale.ROOT),
                posting.side() == Side.CREDIT ? posting.minorUnits() : -posting.minorUnits(),
                posting.balanceAfter(),
                counterparty(posting),
                posting.reference(),
                posting.description(),
                posting.createdAt(),
                posting.effectiveAt());
    }

    String direction() {
        return minorUnits < 0 ? "debit" : "credit";
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
