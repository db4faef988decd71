package finance.flowlet.contract.initiation;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.ScheduleId;
import org.jspecify.annotations.Nullable;

/// Pauses, resumes or cancels a scheduled payment. A run that has begun is finished.
public record ChangeSchedule(Caller caller, Post.@Nullable Key key, ScheduleId id, Change change)
        implements Repeatable {
    public static final Address<ChangeSchedule, InitiationReply> ADDRESS =
            new Address<>("initiation.change-schedule.v1", ChangeSchedule.class, InitiationReply.class);

    /// What may be done to one.
    public enum Change {
        PAUSE,
        RESUME,
        CANCEL
    }

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
