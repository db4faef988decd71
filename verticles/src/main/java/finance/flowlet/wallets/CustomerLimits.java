package finance.flowlet.wallets;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.LimitRules;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step.Advance;
import finance.flowlet.contract.wallets.SetCustomerLimits;
import finance.flowlet.contract.wallets.WalletReply;
import finance.flowlet.id.EventId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.UserId;
import finance.flowlet.money.Currency;
import finance.flowlet.platform.Platform;
import finance.flowlet.wallets.Commands.Plan;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// Sets the limits on all wallets of a customer together. What they are and what is used of them, the
/// ledger knows.
final class CustomerLimits {
    private final Platform platform;
    private final Commands commands;
    private final LimitsStore store;

    CustomerLimits(Platform platform, Commands commands, LimitsStore store) {
        this.platform = platform;
        this.commands = commands;
        this.store = store;
    }

    /// A row of `wallets.customer_limits` as `record_limits` reads it.
    @JsonNaming(SnakeCaseStrategy.class)
    private record Row(UUID tenantId, UUID userId, String currency, long version, Instant updatedAt) {}

    /// What the event `customer.limits_changed` tells.
    private record Changed(UserId userId, Currency currency) {}

    Future<WalletReply> set(SetCustomerLimits change) {
        var caller = change.caller();
        var key = commands.key(null, caller);
        return commands.change(
                () -> store.version(caller.tenant(), change.customer(), change.currency())
                        .map(version -> new Plan.Send(deadline -> post(change, key, version, deadline))),
                null);
    }

    private Post post(SetCustomerLimits change, Post.Key key, long before, Instant deadline) {
        var caller = change.caller();
        var tenant = caller.tenant();
        var name = change.customer() + ":" + change.currency();
        var at = commands.now();
        var rules = new LimitRules(tenant, change.customer().uuid(), change.currency(), change.rules(), at);
        var row = new Row(
                tenant.uuid(), change.customer().uuid(), change.currency().code(), before + 1, at);
        var guard = new GuardId(NameBasedId.of(tenant.uuid(), "customer_limits:" + name + ":version"));
        return new Post(
                tenant,
                key,
                caller.requestId(),
                List.of(new Advance(guard, before)),
                List.of(rules.row(), Post.BusinessRow.json(Post.Table.LIMITS, Wire.text(row))),
                List.of(new Post.Event(
                        new EventId(platform.ids().next()),
                        "customer.limits_changed",
                        name,
                        before + 1,
                        Wire.text(new Changed(change.customer(), change.currency())))),
                new Post.Reply(200, "{}"),
                deadline);
    }
}
