package finance.flowlet.contract.wallets;

import finance.flowlet.id.EntryId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Funds of a wallet that are reserved, or were. `captured` and `released` are minor units of `money`, the
/// amount reserved at first; together they never exceed it. `to` is where captured money goes, when that
/// was agreed on.
public record HoldView(
        HoldId id,
        WalletId wallet,
        @Nullable WalletId to,
        Money money,
        long captured,
        long released,
        HoldStatus status,
        String description,
        Map<String, String> metadata,
        List<EntryId> entries,
        long version,
        Instant createdAt,
        Instant expiresAt) {
    public HoldView {
        metadata = Map.copyOf(metadata);
        entries = List.copyOf(entries);
    }
}
