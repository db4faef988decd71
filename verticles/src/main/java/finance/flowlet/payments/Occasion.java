package finance.flowlet.payments;

import finance.flowlet.id.EntryId;
import finance.flowlet.id.EventId;
import finance.flowlet.id.IdSource;
import java.time.Instant;

/// Who does something when, and the ids of what it leaves behind: decided before the first try, so that a
/// repetition is the same to the byte.
record Occasion(String actor, Instant at, EntryId entry, EntryId feeEntry, EventId event, EventId secondEvent) {
    static Occasion of(String actor, Instant at, IdSource ids) {
        return new Occasion(
                actor,
                at,
                new EntryId(ids.next()),
                new EntryId(ids.next()),
                new EventId(ids.next()),
                new EventId(ids.next()));
    }
}
