package finance.flowlet.testing;

import finance.flowlet.testing.Api.Response;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A business whose customers pay each other while something breaks: its key, and wallets with money in
/// them.
public record Payers(String apiKey, List<String> wallets) {
    /// Opened by a program that ends again, so that the books are there before the program under test.
    public static Payers in(TestDatabase database) {
        try (var flowlet = TestFlowlet.start(database, Map.of(), Clock.systemUTC())) {
            return of(flowlet);
        }
    }

    public static Payers of(TestFlowlet flowlet) {
        var wallets = Stream.of("a", "b", "c", "d")
                .map(user -> flowlet.wallet(user, "USD", "1000.00"))
                .toList();
        return new Payers(String.valueOf(flowlet.api().credential()), wallets);
    }

    /// One cent from the first wallet to the second.
    public String body() {
        return TestFlowlet.payment(wallets.get(0), wallets.get(1), "0.01", "USD");
    }

    /// One cent, with what a client learns from the answer.
    public Response pay(Api api, String key) {
        return api.postOnce(key, "/payments", body());
    }
}
