package finance.flowlet.journey;

import finance.flowlet.testing.Api;

/// What finance staff send.
final class JournalBodies {
    private JournalBodies() {}

    /// `amount` dollars from one account to the other, each named by its id or its code. `more` is further
    /// members.
    static String move(String debited, String credited, String amount, String... more) {
        return "{\"description\":\"a correction\",\"postings\":[%s,%s]%s}"
                .formatted(
                        line(debited, "debit", amount, "USD"),
                        line(credited, "credit", amount, "USD"),
                        more.length == 0 ? "" : "," + String.join(",", more));
    }

    static String line(String account, String direction, String amount, String currency) {
        return "{\"%s\":\"%s\",\"direction\":\"%s\",\"amount\":%s,\"currency\":\"%s\"}"
                .formatted(
                        account.startsWith("acc_") ? "accountId" : "accountCode", account, direction, amount, currency);
    }

    static String lines(String... lines) {
        return "{\"description\":\"a correction\",\"postings\":[" + String.join(",", lines) + "]}";
    }

    static String account(String code, String kind, String currency) {
        return "{\"code\":\"%s\",\"kind\":\"%s\",\"currency\":\"%s\",\"description\":\"ours\"}"
                .formatted(code, kind, currency);
    }

    /// The id of an entry that waits for a second person.
    static String proposal(Api api, String debited, String credited) {
        var proposed = api.post("/ledger/transactions", move(debited, credited, "1.00", "\"requireApproval\":true"));
        if (proposed.status() != 202) {
            throw new IllegalStateException(proposed.body());
        }
        return proposed.text("id");
    }
}
