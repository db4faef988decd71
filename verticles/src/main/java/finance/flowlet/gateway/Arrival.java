package finance.flowlet.gateway;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request that asks to be let in, whichever door it stands before: HTTP or the event bus.
interface Arrival {
    String requestId();

    /// The peer's address: what a client says about itself is not looked at.
    String source();

    /// The API key or access token that came with it, if it is in the form of one.
    Optional<String> credential();

    /// Every idempotency key that was sent; more than one is none.
    List<String> idempotencyKeys();

    /// The version of the object that the client knows, as it wrote it.
    @Nullable
    String ifMatch();

    /// What the rate limits said.
    void limitedBy(Quota decided);
}
