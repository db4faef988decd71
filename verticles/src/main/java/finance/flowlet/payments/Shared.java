package finance.flowlet.payments;

import finance.flowlet.platform.Platform;
import io.vertx.core.shareddata.Shareable;

/// What the instances of this domain in one process share, one per event loop.
record Shared(Turnstile turnstile, SettingsCache settings) implements Shareable {
    static Shared of(Platform platform) {
        return platform.vertx()
                .sharedData()
                .<String, Shared>getLocalMap("flowlet.payments")
                .computeIfAbsent("shared", _ -> create(platform));
    }

    private static Shared create(Platform platform) {
        var clock = platform.clock();
        return new Shared(
                new Turnstile(clock, platform.config().ledger().commandDeadlineMillis()),
                new SettingsCache(clock, platform.config().payments().settingsCacheMillis()));
    }
}
