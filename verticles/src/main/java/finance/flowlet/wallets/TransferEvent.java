package finance.flowlet.wallets;

import finance.flowlet.id.TransferId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;

/// What the events `deposit.completed` and `withdrawal.completed` tell. `amount` is a decimal of `currency`.
record TransferEvent(TransferId transferId, WalletId walletId, BigDecimal amount, Currency currency, String status) {}
