package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.ApiKeyId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds API keys of the caller's tenant, newest first: one by `id`, or a page. A revoked key is
/// not found.
public record ListApiKeys(
        Caller caller,
        @Nullable ApiKeyId id,
        int limit,
        int offset,
        @Nullable ApiKeyId after) implements Repeatable {
    public static final Address<ListApiKeys, Found> ADDRESS =
            new Address<>("auth.list-api-keys.v1", ListApiKeys.class, Found.class);

    /// The API key of one id.
    public static ListApiKeys one(Caller caller, ApiKeyId id) {
        return new ListApiKeys(caller, id, 1, 0, null);
    }

    public record Found(List<ApiKeyView> apiKeys) {
        public Found {
            apiKeys = List.copyOf(apiKeys);
        }
    }
}
