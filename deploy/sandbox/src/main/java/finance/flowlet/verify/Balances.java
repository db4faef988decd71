package finance.flowlet.verify;

import finance.flowlet.verify.Finding.Kind;
import java.sql.Connection;
import java.sql.SQLException;

/// Adds up the postings of every account and compares: every running balance, the number of each posting,
/// and what the account says of itself.
final class Balances {
    private static final String POSTINGS = """
            select a.id, a.posted_debits, a.posted_credits, a.version, p.account_version, p.direction, p.amount,
                p.balance_after
            from ledger.account a left join ledger.posting p on p.account_id = a.id
            order by a.id, p.account_version""";
    private static final String STRAYS = """
            select p.account_id, p.account_version from ledger.posting p
            left join ledger.account a on a.id = p.account_id
            left join ledger.entry e on e.id = p.entry_id
            where a.id is null or e.id is null or a.currency <> p.currency or a.tenant_id <> e.tenant_id""";

    private final Report report;
    private final Cursor postings;

    private Balances(Report report, Cursor postings) {
        this.report = report;
        this.postings = postings;
    }

    static void verify(Connection connection, Report report) throws SQLException {
        try (var postings = new Cursor(connection, POSTINGS)) {
            var balances = new Balances(report, postings);
            while (postings.atRow()) {
                balances.account();
            }
        }
        try (var strays = new Cursor(connection, STRAYS)) {
            for (; strays.atRow(); strays.next()) {
                report.found(
                        Kind.BALANCE_MISMATCH,
                        "posting " + strays.uuid("account_id") + "/" + strays.number("account_version"));
            }
        }
    }

    private void account() throws SQLException {
        var id = postings.uuid("id");
        var debits = postings.number("posted_debits");
        var credits = postings.number("posted_credits");
        var version = postings.number("version");
        var number = 0L;
        var balance = 0L;
        var allDebits = 0L;
        for (; postings.atRow() && postings.uuid("id").equals(id); postings.next()) {
            if (postings.isNull("account_version")) {
                continue;
            }
            number++;
            var amount = postings.number("amount");
            balance = Math.addExact(balance, postings.number("direction") * amount);
            allDebits += postings.number("direction") < 0 ? amount : 0;
            if (postings.number("account_version") != number) {
                report.found(Kind.SEQUENCE_GAP, "account " + id + "/" + number);
                number = postings.number("account_version");
            }
            if (postings.number("balance_after") != balance) {
                report.found(Kind.BALANCE_MISMATCH, "account " + id + "/" + number);
                // Go on from what is stored, so that one wrong balance is one finding.
                balance = postings.number("balance_after");
            }
        }
        if (debits != allDebits || credits - debits != balance || version != number) {
            report.found(Kind.BALANCE_MISMATCH, "account " + id);
        }
        report.count("accounts", 1);
    }
}
