package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import java.util.UUID;

/// A ledger writer is there, and takes commands that are sent to it by its name.
public record WriterLives(UUID writer) {
    public static final Address<WriterLives, Void> ADDRESS =
            new Address<>("ledger.writer-lives.v1", WriterLives.class, Void.class);
}
