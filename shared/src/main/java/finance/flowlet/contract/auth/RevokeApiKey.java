package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.id.ApiKeyId;

/// Revokes an API key of the caller's tenant for good. A revoked key is not known any more.
public record RevokeApiKey(Caller caller, ApiKeyId id) {
    public static final Address<RevokeApiKey, Outcome> ADDRESS =
            new Address<>("auth.revoke-api-key.v1", RevokeApiKey.class, Outcome.class);

    @OneOf
    public sealed interface Outcome {}

    public record Revoked() implements Outcome {}

    public record Unknown() implements Outcome {}
}
