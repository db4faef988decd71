package finance.flowlet.auth;

import finance.flowlet.auth.ApiKeyStore.NewApiKey;
import finance.flowlet.auth.ApiKeyStore.Working;
import finance.flowlet.auth.Audit.Note;
import finance.flowlet.contract.auth.ApiKeyView;
import finance.flowlet.contract.auth.Authenticate;
import finance.flowlet.contract.auth.CreateApiKey;
import finance.flowlet.contract.auth.FindPersonBehind;
import finance.flowlet.contract.auth.ListApiKeys;
import finance.flowlet.contract.auth.Principal;
import finance.flowlet.contract.auth.PrincipalRevoked;
import finance.flowlet.contract.auth.RevokeApiKey;
import finance.flowlet.contract.auth.Scope;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.ApiKeyId;
import finance.flowlet.platform.Platform;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The life of API keys: created once, seen once, used until they expire or are revoked.
final class ApiKeys {
    /// How exact `lastUsedAt` is: a busy key must not cost a write per request.
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private final Platform platform;
    private final AuthStore store;
    private final Pepper pepper;
    private final SecureRandom random;

    ApiKeys(Platform platform, AuthStore store, Pepper pepper, SecureRandom random) {
        this.platform = platform;
        this.store = store;
        this.pepper = pepper;
        this.random = random;
    }

    Authenticate.Outcome authenticate(String text) {
        if (!new ApiKeySecret(text).wellFormed()) {
            return new Authenticate.Refused();
        }
        var now = Times.now(platform.clock());
        var found = store.apiKeys().working(pepper.apiKey(text), now);
        if (found.isEmpty()) {
            return new Authenticate.Refused();
        }
        var key = found.get();
        var unless = now.minus(USE_NOTED_EVERY);
        if (key.lastUsedAt() == null || !key.lastUsedAt().isAfter(unless)) {
            store.apiKeys().touch(key.id(), now, unless);
        }
        return new Authenticate.Authenticated(principal(key), expiryMillis(key.expiresAt()));
    }

    private static Principal principal(Working key) {
        return new Principal(
                key.tenant(),
                Principal.Kind.API_KEY,
                key.id().uuid(),
                null,
                null,
                Set.of(),
                key.scopes(),
                key.requiresIdempotency(),
                false);
    }

    private static long expiryMillis(@Nullable OffsetDateTime expiresAt) {
        return expiresAt == null ? Long.MAX_VALUE : expiresAt.toInstant().toEpochMilli();
    }

    /// A key created by a key has the same person behind it.
    FindPersonBehind.Found behind(FindPersonBehind question) {
        var actor = question.actor();
        return new FindPersonBehind.Found(
                actor.startsWith(Principal.KEY_ACTOR)
                        ? store.apiKeys()
                                .creator(
                                        question.tenant(),
                                        ApiKeyId.parse(actor.substring(Principal.KEY_ACTOR.length())))
                                .orElse(actor)
                        : actor);
    }

    CreateApiKey.Outcome create(CreateApiKey command) {
        var scopes = command.scopes();
        var unknown = IntStream.range(0, scopes.size())
                .filter(i -> Scope.of(scopes.get(i)).isEmpty())
                .boxed()
                .toList();
        if (!unknown.isEmpty()) {
            return new CreateApiKey.UnknownScopes(unknown);
        }
        if (!command.grantable().containsAll(scopes)) {
            return new CreateApiKey.NotGrantable();
        }
        var now = Times.now(platform.clock());
        var expiresAt = command.expiresAt();
        var key = command.key();
        if (expiresAt != null && !expiresAt.isAfter(now.toInstant())) {
            return key == null
                    ? new CreateApiKey.ExpiryPassed()
                    : before(key).orElseGet(CreateApiKey.ExpiryPassed::new);
        }
        var secret = ApiKeySecret.draw(random);
        var view = view(command, secret, now);
        var caller = command.caller();
        var creator = behind(new FindPersonBehind(caller.tenant(), caller.actor()));
        boolean created = store.together(steps -> {
            var added = steps.apiKeys()
                    .insert(new NewApiKey(view, caller.tenant(), pepper.apiKey(secret.text()), key, creator.actor()));
            if (added) {
                steps.audit().note(Note.by(caller, "api_key.created", view.id()), now);
            }
            return added;
        });
        if (created) {
            return new CreateApiKey.Created(view, secret.text());
        }
        return before(Objects.requireNonNull(key)).orElseThrow();
    }

    private ApiKeyView view(CreateApiKey command, ApiKeySecret secret, OffsetDateTime now) {
        var scopes = command.scopes().stream().distinct().sorted().toList();
        return new ApiKeyView(
                new ApiKeyId(platform.ids().next()),
                command.name(),
                secret.lastFour(),
                scopes,
                now.toInstant(),
                command.expiresAt(),
                null);
    }

    /// What an idempotency key answered before. The record never expires, and outlives the API key's
    /// revocation.
    private Optional<CreateApiKey.Outcome> before(Post.Key key) {
        return store.apiKeys()
                .before(key.scope(), key.text())
                .map(before -> before.fingerprint().equals(key.fingerprint())
                        ? new CreateApiKey.Replayed(before.view())
                        : new CreateApiKey.KeyReused());
    }

    ListApiKeys.Found list(ListApiKeys question) {
        return new ListApiKeys.Found(store.apiKeys()
                .page(
                        question.caller().tenant(),
                        question.id(),
                        question.after(),
                        question.limit(),
                        question.offset()));
    }

    RevokeApiKey.Outcome revoke(RevokeApiKey command) {
        var now = Times.now(platform.clock());
        boolean done = store.together(steps -> {
            var found = steps.apiKeys().revoke(command.caller().tenant(), command.id(), now);
            if (found) {
                steps.audit().note(Note.by(command.caller(), "api_key.revoked", command.id()), now);
            }
            return found;
        });
        if (done) {
            platform.bus()
                    .publish(
                            PrincipalRevoked.ADDRESS,
                            new PrincipalRevoked(command.id().uuid()));
        }
        return done ? new RevokeApiKey.Revoked() : new RevokeApiKey.Unknown();
    }
}
