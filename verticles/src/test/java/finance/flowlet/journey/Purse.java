package finance.flowlet.journey;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import java.util.concurrent.CompletableFuture;

/// What the journeys do all the time, in their words.
record Purse(Api api) {
    /// The id of a new wallet of `userId`.
    String wallet(String userId, String currency) {
        var body = """
                {"userId":"%s","currency":"%s","type":"personal"}""".formatted(userId, currency);
        return done(api.post("/wallets", body)).text("id");
    }

    /// The id of a new wallet in dollars with `amount` in it.
    String funded(String userId, String amount) {
        var wallet = wallet(userId, "USD");
        done(api.post("/wallets/" + wallet + "/deposits", money(amount, "USD")));
        return wallet;
    }

    String available(String wallet) {
        return done(api.get("/wallets/" + wallet + "/balance")).text("available");
    }

    CompletableFuture<Response> pay(String from, String to, String amount, String... headers) {
        return api.sendAsync("POST", "/payments", payment(from, to, amount), headers);
    }

    static String payment(String from, String to, String amount) {
        return """
                {"fromWalletId":"%s","toWalletId":"%s","amount":%s,"currency":"USD"}""".formatted(from, to, amount);
    }

    static String money(String amount, String currency) {
        return """
                {"amount":%s,"currency":"%s"}""".formatted(amount, currency);
    }

    static Response done(Response reply) {
        if (reply.status() >= 300) {
            throw new IllegalStateException(reply.toString());
        }
        return reply;
    }
}
