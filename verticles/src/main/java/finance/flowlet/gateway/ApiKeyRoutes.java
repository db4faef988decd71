package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.auth.ApiKeyView;
import finance.flowlet.contract.auth.CreateApiKey;
import finance.flowlet.contract.auth.ListApiKeys;
import finance.flowlet.contract.auth.Principal;
import finance.flowlet.contract.auth.RevokeApiKey;
import finance.flowlet.contract.auth.Scope;
import finance.flowlet.id.ApiKeyId;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem.FieldError;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// API keys over HTTP.
final class ApiKeyRoutes {
    private final Bus bus;
    private final long maxMinorUnits;

    ApiKeyRoutes(Platform platform) {
        this.bus = platform.bus();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    record NewApiKey(
            String name, List<String> scopes, @Nullable String expiresAt) {}

    void register(Operations operations) {
        operations
                .on("createApiKey", NewApiKey.class, this::create)
                .on("listApiKeys", this::list)
                .on("getApiKey", this::get)
                .on("deleteApiKey", this::delete);
    }

    /// `key` is the secret: only in the reply that created it.
    record CreatedApiKey(
            ApiKeyId id,
            String name,
            List<String> scopes,
            String lastFour,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable String key) {
        static CreatedApiKey of(ApiKeyView view, @Nullable String secret) {
            return new CreatedApiKey(
                    view.id(), view.name(), view.scopes(), view.lastFour(), view.createdAt(), view.expiresAt(), secret);
        }

        @Override
        public String toString() {
            return "CreatedApiKey[" + id + "]";
        }
    }

    private Future<Answer> create(Call call) {
        var body = call.body(NewApiKey.class);
        var fields = new Fields(maxMinorUnits);
        var expiresAt = fields.time("/expiresAt", body.expiresAt());
        return fields.then(() -> bus.request(
                        CreateApiKey.ADDRESS,
                        new CreateApiKey(
                                call.caller(),
                                call.key(),
                                body.name(),
                                body.scopes(),
                                grantable(call.who()),
                                expiresAt.orNull()))
                .map(ApiKeyRoutes::answer));
    }

    /// A key hands on no more than it has.
    private static Set<String> grantable(Principal who) {
        return who.kind() == Principal.Kind.API_KEY ? who.scopes() : Scope.ALL;
    }

    private static Answer answer(CreateApiKey.Outcome outcome) {
        return switch (outcome) {
            case CreateApiKey.Created(var view, var secret) -> new Answer.Json(201, CreatedApiKey.of(view, secret));
            case CreateApiKey.Replayed(var view) ->
                new Answer.Stored(201, JsonWriter.text(CreatedApiKey.of(view, null)), true);
            case CreateApiKey.KeyReused() -> new Answer.Refused(Code.IDEMPOTENCY_KEY_REUSED);
            case CreateApiKey.UnknownScopes(var positions) ->
                new Answer.Invalid(positions.stream()
                        .map(position -> FieldError.of("/scopes/" + position, Code.SCOPE_UNKNOWN))
                        .toList());
            case CreateApiKey.NotGrantable() -> new Answer.Refused(Code.FORBIDDEN);
            case CreateApiKey.ExpiryPassed() ->
                new Answer.Invalid(List.of(FieldError.of("/expiresAt", Code.INVALID_VALUE)));
        };
    }

    private Future<Answer> list(Call call) {
        var page = Page.of(call);
        var after = page.after() == null ? null : ApiKeyId.parse(page.after());
        var question = new ListApiKeys(call.caller(), null, page.fetch(), page.offset(), after);
        return bus.request(ListApiKeys.ADDRESS, question)
                .map(found -> page.answer(found.apiKeys(), view -> view.id().toString(), view -> view));
    }

    private Future<Answer> get(Call call) {
        return call.id(ApiKeyId::parse)
                .map(id -> bus.request(ListApiKeys.ADDRESS, ListApiKeys.one(call.caller(), id))
                        .map(found -> found.apiKeys().isEmpty()
                                ? notFound()
                                : new Answer.Json(200, found.apiKeys().getFirst())))
                .orElseGet(() -> Future.succeededFuture(notFound()));
    }

    private Future<Answer> delete(Call call) {
        return call.id(ApiKeyId::parse)
                .map(id -> bus.request(RevokeApiKey.ADDRESS, new RevokeApiKey(call.caller(), id))
                        .map(outcome -> switch (outcome) {
                            case RevokeApiKey.Revoked() -> new Answer.Empty();
                            case RevokeApiKey.Unknown() -> notFound();
                        }))
                .orElseGet(() -> Future.succeededFuture(notFound()));
    }

    private static Answer notFound() {
        return new Answer.Refused(Code.API_KEY_NOT_FOUND);
    }
}
