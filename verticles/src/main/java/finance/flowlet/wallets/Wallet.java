package finance.flowlet.wallets;

import finance.flowlet.contract.ledger.AccountStatus;
import finance.flowlet.contract.ledger.AccountView;
import finance.flowlet.contract.wallets.FreezeDirection;
import finance.flowlet.contract.wallets.LimitsProfile;
import finance.flowlet.contract.wallets.WalletStatus;
import finance.flowlet.contract.wallets.WalletType;
import finance.flowlet.contract.wallets.WalletView;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A wallet as this domain stores it. What it holds, the ledger knows. `changes` is how many of its changes
/// the ledger has counted, which wallets that are older than the counting lag behind with; `freeze` is null
/// unless it is frozen.
record Wallet(
        WalletId id,
        UserId user,
        Currency currency,
        WalletType type,
        WalletStatus status,
        @Nullable FreezeDirection freeze,
        LimitsProfile limitsProfile,
        Map<String, String> metadata,
        long version,
        long changes,
        Instant createdAt) {
    private static final int FIRST_VERSION = 1;

    static Wallet opened(
            WalletId id, UserId user, Currency currency, WalletType type, Map<String, String> metadata, Instant at) {
        return new Wallet(
                id,
                user,
                currency,
                type,
                WalletStatus.ACTIVE,
                null,
                LimitsProfile.STANDARD,
                metadata,
                FIRST_VERSION,
                0,
                at);
    }

    AccountId account() {
        return new AccountId(id.uuid());
    }

    /// What its account must allow in this state.
    AccountStatus accountStatus() {
        return switch (status) {
            case ACTIVE -> AccountStatus.OPEN;
            case CLOSED -> AccountStatus.CLOSED;
            case FROZEN ->
                switch (freeze) {
                    case IN -> AccountStatus.FROZEN_IN;
                    case OUT -> AccountStatus.FROZEN_OUT;
                    case BOTH -> AccountStatus.FROZEN;
                    case null -> throw new IllegalStateException("frozen in no direction");
                };
        };
    }

    /// The wallet after a change of its status; `direction` counts where it is frozen.
    Wallet changedTo(WalletStatus next, FreezeDirection direction) {
        return next(next, next == WalletStatus.FROZEN ? direction : null, limitsProfile, metadata);
    }

    Wallet limited(LimitsProfile profile) {
        return next(status, freeze, profile, metadata);
    }

    Wallet described(Map<String, String> words) {
        return next(status, freeze, limitsProfile, words);
    }

    /// The wallet after a change that only the ledger writes down.
    Wallet next() {
        return next(status, freeze, limitsProfile, metadata);
    }

    /// The wallet before anything was posted.
    WalletView empty() {
        return view(0, 0, 0, 0);
    }

    /// The wallet with what its account says.
    WalletView with(AccountView account) {
        var floor = account.floor();
        return view(account.balance(), account.held(), floor == null ? 0 : -floor, account.version());
    }

    private Wallet next(
            WalletStatus newStatus,
            @Nullable FreezeDirection newFreeze,
            LimitsProfile newProfile,
            Map<String, String> newMetadata) {
        return new Wallet(
                id,
                user,
                currency,
                type,
                newStatus,
                newFreeze,
                newProfile,
                newMetadata,
                version + 1,
                changes + 1,
                createdAt);
    }

    private WalletView view(long current, long held, long overdraftLimit, long balanceVersion) {
        return new WalletView(
                id,
                user,
                currency,
                type,
                status,
                freeze,
                limitsProfile,
                current,
                held,
                overdraftLimit,
                metadata,
                version,
                balanceVersion,
                createdAt);
    }
}
