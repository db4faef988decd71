package finance.flowlet.contract.payments;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds payments, newest first: one by `id`, or all that pass every filter that is set. `wallet` matches either side;
/// `from` is inclusive and `to` exclusive on the creation time; amounts in minor units.
public record FindPayments(
        Caller caller,
        @Nullable PaymentId id,
        @Nullable WalletId wallet,
        @Nullable WalletId fromWallet,
        @Nullable WalletId toWallet,
        @Nullable PaymentStatus status,
        @Nullable Currency currency,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Long minMinorUnits,
        @Nullable Long maxMinorUnits,
        @Nullable String externalReference,
        int limit,
        int offset,
        @Nullable PaymentId after)
        implements Repeatable {
    public static final Address<FindPayments, Found> ADDRESS =
            new Address<>("payments.find-payments.v1", FindPayments.class, Found.class);

    /// The payment of one id.
    public static FindPayments one(Caller caller, PaymentId id) {
        return new FindPayments(caller, id, null, null, null, null, null, null, null, null, null, null, 1, 0, null);
    }

    public record Found(List<PaymentView> payments) {
        public Found {
            payments = List.copyOf(payments);
        }
    }
}
