package finance.flowlet.wallets;

import finance.flowlet.platform.Profile;
import java.util.List;
import java.util.Optional;

/// The rails that this installation has.
record Rails(List<Rail> rails) {
    Rails {
        rails = List.copyOf(rails);
    }

    /// The sandbox rail makes money that nobody brought, so production does not have it.
    static Rails of(Profile profile) {
        return switch (profile) {
            case SANDBOX -> new Rails(List.of(new SandboxRail()));
            case PRODUCTION -> new Rails(List.of());
        };
    }

    Optional<Rail> find(String name) {
        return rails.stream().filter(rail -> rail.name().equals(name)).findFirst();
    }
}
