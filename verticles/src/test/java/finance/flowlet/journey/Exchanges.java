package finance.flowlet.journey;

import static finance.flowlet.journey.Purse.done;
import static finance.flowlet.journey.Purse.money;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import java.util.List;
import java.util.stream.StreamSupport;

/// What the journeys in several currencies do all the time, in their words.
record Exchanges(Api api) {
    /// The id of a new wallet of `userId`, with `amount` in it.
    String funded(String userId, String currency, String amount) {
        var wallet = new Purse(api).wallet(userId, currency);
        done(api.post("/wallets/" + wallet + "/deposits", money(amount, currency)));
        return wallet;
    }

    Response setRate(String from, String to, String rate) {
        return setRate(from, to, rate, "");
    }

    /// `more` is further members, each after a comma.
    Response setRate(String from, String to, String rate, String more) {
        var body = """
                {"from":"%s","to":"%s","rate":"%s"%s}""".formatted(from, to, rate, more);
        return api.send("PUT", "/fx/rates", body);
    }

    /// The body of a question for a quote.
    static String quote(String from, String to, String amount, String side) {
        return """
                {"from":"%s","to":"%s","amount":%s,"side":"%s"}""".formatted(from, to, amount, side);
    }

    /// The body of an exchange by a quote.
    static String exchange(Response quote, String from, String to) {
        return """
                {"quoteId":"%s","fromWalletId":"%s","toWalletId":"%s"}""".formatted(quote.text("id"), from, to);
    }

    /// The postings of the only journal entry of an exchange: account code, direction and amount.
    List<String> postings(Response exchange) {
        var entry = exchange.json().at("/ledgerTransactionIds/0").asString("");
        var postings = done(api.get("/ledger/transactions/" + entry)).json().path("postings");
        return StreamSupport.stream(postings.spliterator(), false)
                .map(posting -> {
                    var account = done(api.get(
                            "/ledger/accounts/" + posting.path("accountId").asString("")));
                    return account.text("code").replaceFirst("^user:.*:", "user:") + " "
                            + posting.path("direction").asString("") + " "
                            + posting.path("amount").decimalValue().toPlainString();
                })
                .sorted()
                .toList();
    }
}
