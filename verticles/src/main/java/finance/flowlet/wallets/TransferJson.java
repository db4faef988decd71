package finance.flowlet.wallets;

import finance.flowlet.id.EntryId;
import finance.flowlet.id.TransferId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/// A deposit or withdrawal as the HTTP API shows it. `amount` is a decimal of `currency`.
record TransferJson(
        TransferId id,
        WalletId walletId,
        String type,
        BigDecimal amount,
        Currency currency,
        String rail,
        String description,
        String status,
        List<EntryId> ledgerTransactionIds,
        Instant createdAt,
        Instant completedAt) {}
