package finance.flowlet.contract.auth;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Asks whether `user` has a second factor.
public record DescribeMfa(Caller caller, UserId user) implements Repeatable {
    public static final Address<DescribeMfa, Mfa> ADDRESS =
            new Address<>("auth.describe-mfa.v1", DescribeMfa.class, Mfa.class);

    /// `required`: the policy wants one of this person. Without an active one there are no recovery codes.
    public record Mfa(
            boolean active, boolean required, @Nullable Instant activatedAt, int recoveryCodesLeft) {}
}
