package finance.flowlet.sandbox;

import finance.flowlet.sandbox.Demo.Plan;
import finance.flowlet.sandbox.Demo.Wallet;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Opens and funds the demo wallets over HTTP, as a customer of the platform would.
///
/// Every command has a key of its own that never changes, so a start that was killed half way is completed by the next,
/// and nothing happens twice. Once complete, the wallets are remembered: their balances are the user's from then on.
record Seed(Http http, Secrets secrets, String series) {

    List<Wallet> plant() {
        var wallets = new ArrayList<Wallet>();
        for (var plan : Demo.PLANS) {
            var name = "demo.wallet" + series + "." + plan.userId() + "." + plan.currency();
            var id = secrets.find(name).orElseGet(() -> open(plan, name));
            wallets.add(new Wallet(id, plan.userId(), plan.currency()));
        }
        return List.copyOf(wallets);
    }

    private String open(Plan plan, String name) {
        var wallet = http.post(
                "/wallets",
                "sandbox-open-%s-%s".formatted(plan.userId(), plan.currency()),
                Map.of("userId", plan.userId(), "currency", plan.currency(), "type", plan.type()));
        var id = wallet.get("id").asString();
        http.post(
                "/wallets/%s/deposits".formatted(id),
                "sandbox-fund-%s-%s".formatted(plan.userId(), plan.currency()),
                Map.of("amount", new BigDecimal(plan.funds()), "currency", plan.currency()));
        secrets.keep(name, id);
        return id;
    }
}
