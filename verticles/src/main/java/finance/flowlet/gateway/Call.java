package finance.flowlet.gateway;

import finance.flowlet.contract.auth.Attempt;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.auth.Principal;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.InvalidIdException;
import finance.flowlet.id.SessionId;
import finance.flowlet.id.UserId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A request that has passed the edge: authenticated, allowed, within its rate, its path, query and body
/// read against the contract. `body` is the record that the operation declared, or null where it takes
/// none; `source` is the peer's address; `key` is the idempotency key that the client sent, with the
/// fingerprint of what it asked; `cursors` seals a position in the list that is asked for (see [Page]);
/// `ifMatch` is the version of the object that the client knows, as it wrote it.
record Call(
        String operation,
        String requestId,
        @Nullable Principal principal,
        Map<String, String> path,
        Map<String, String> query,
        @Nullable Object body,
        Post.@Nullable Key key,
        String source,
        Function<String, String> cursors,
        @Nullable String ifMatch) {
    /// Who asks; the operations that are open to everybody have no principal and must not call this.
    Principal who() {
        if (principal == null) {
            throw new IllegalStateException(operation + " is open to everybody");
        }
        return principal;
    }

    /// On whose behalf a domain acts.
    Caller caller() {
        return new Caller(who().tenant(), who().onlyOwner(), who().actor(), requestId);
    }

    /// The person who asks: with operations that no API key may call, there always is one.
    UserId user() {
        return Objects.requireNonNull(who().user(), "an API key");
    }

    /// The session of that person.
    SessionId session() {
        return Objects.requireNonNull(who().session(), "an API key");
    }

    /// That person, about to prove once more who they are.
    Attempt attempt() {
        return new Attempt(caller(), user(), source, key);
    }

    /// The body, which the edge has read as this type.
    <T> T body(Class<T> type) {
        return type.cast(Objects.requireNonNull(body));
    }

    /// The id in the path, when it is one: a path with anything else names no object, which is a 404 of its
    /// kind.
    <T> Optional<T> id(Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(Objects.requireNonNull(path.get("id"))));
        } catch (InvalidIdException _) {
            return Optional.empty();
        }
    }
}
