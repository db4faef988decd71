package finance.flowlet.testing;

import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.OpenAccount;
import finance.flowlet.contract.ledger.Step.PostEntry;
import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.IdSource;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A wallet with very many postings, in a few seconds: commands of many entries each, as no client could send them.
public final class ManyPostings {
    private static final int AT_ONCE = 60;
    private static final Currency USD = Currency.of("USD");

    private ManyPostings() {}

    /// Credits 1, 2, 3, ... `count` cents, in this order.
    public static void credit(TestFlowlet flowlet, String wallet, int count) {
        var tenant = TenantId.parse(flowlet.api().get("/auth/me").text("tenantId"));
        var ids = new IdSource(Clock.systemUTC(), new SecureRandom());
        var contra = new AccountId(NameBasedId.of(tenant.uuid(), "external:many:USD"));
        var account = new AccountId(WalletId.parse(wallet).uuid());
        var posts = new ArrayList<Future<Post.Outcome>>();
        for (var from = 1; from <= count; from += AT_ONCE) {
            var steps = new ArrayList<Step>();
            steps.add(new OpenAccount(contra, "external:many:USD", AccountClass.ASSET, USD, null, null, true));
            for (var cents = from; cents < from + AT_ONCE && cents <= count; cents++) {
                steps.add(new PostEntry(
                        new EntryId(ids.next()),
                        EntryKind.ADJUSTMENT,
                        "many",
                        "one of many, with a remark \u20ac of some length",
                        "test",
                        Instant.parse("2026-01-01T00:00:00Z"),
                        List.of(
                                new Posting(contra, Side.DEBIT, cents, USD, null),
                                new Posting(account, Side.CREDIT, cents, USD, null))));
            }
            var post = new Post(
                    tenant,
                    new Post.Key(tenant.uuid(), "many:" + ids.next(), "0".repeat(64)),
                    "req_many",
                    steps,
                    List.of(),
                    List.of(),
                    new Post.Reply(200, "{}"),
                    Instant.parse("2999-01-01T00:00:00Z"));
            posts.add(flowlet.flowlet().bus().request(Post.ADDRESS, post));
        }
        posts.forEach(TestPlatform::await);
        // The database does this by itself within a minute; until then it plans for tables as small as they were.
        flowlet.database().execute("analyze ledger.posting, ledger.entry, ledger.account");
    }
}
