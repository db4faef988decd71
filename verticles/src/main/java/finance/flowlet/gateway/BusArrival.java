package finance.flowlet.gateway;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A question that came to a `public.*` address. What the rate limits have left is not told here: a client
/// of the bus learns of a limit when it is refused.
record BusArrival(String requestId, String source, Envelope envelope) implements Arrival {
    @Override
    public Optional<String> credential() {
        return Optional.ofNullable(envelope.credential()).flatMap(Bearer::bare);
    }

    @Override
    public List<String> idempotencyKeys() {
        var key = envelope.idempotencyKey();
        return key == null ? List.of() : List.of(key);
    }

    @Override
    public @Nullable String ifMatch() {
        return envelope.ifMatch();
    }

    @Override
    public void limitedBy(Quota decided) {}
}
