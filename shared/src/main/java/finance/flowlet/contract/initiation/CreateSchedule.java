package finance.flowlet.contract.initiation;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.ScheduleId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Orders a payment for later: once at `startAt`, or again and again from then on.
public record CreateSchedule(
        Caller caller,
        Post.@Nullable Key key,
        @Nullable ScheduleId id,
        WalletId from,
        WalletId to,
        Money money,
        String description,
        Instant startAt,
        @Nullable Recurrence recurrence,
        CatchUp catchUp)
        implements Repeatable {
    public static final Address<CreateSchedule, InitiationReply> ADDRESS =
            new Address<>("initiation.create-schedule.v1", CreateSchedule.class, InitiationReply.class);

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
