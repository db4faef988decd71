package finance.flowlet.ledger;

import finance.flowlet.bus.Bus;
import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.BookJson;
import finance.flowlet.contract.ledger.ExportLines;
import finance.flowlet.contract.ledger.JournalReply;
import finance.flowlet.contract.ledger.JournalReply.Answered;
import finance.flowlet.contract.ledger.JournalReply.Refused;
import finance.flowlet.contract.ledger.JournalReply.RefusedField;
import finance.flowlet.contract.ledger.OpenBook;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.ReadChart;
import finance.flowlet.contract.ledger.Step.OpenAccount;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EventId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The chart of accounts: which there are, and the business's own.
final class ChartDesk {
    /// Segments between colons, the first in lower case.
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_-]*(:[A-Za-z0-9][A-Za-z0-9_.-]*){0,5}");
    /// Codes that begin with these follow from an object of ours, so nobody may choose them.
    private static final Set<String> RESERVED =
            Set.of("user", "merchant", "fx", "fees", "external", "dispute", "rounding", "card");

    private final Platform platform;
    private final ChartStore store;
    private final Counter counter;

    ChartDesk(Platform platform, ChartStore store, Counter counter) {
        this.platform = platform;
        this.store = store;
        this.counter = counter;
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(OpenBook.ADDRESS, this::open),
                bus.serve(ReadChart.ADDRESS, store::chart),
                bus.serve(ExportLines.ADDRESS, store::lines));
    }

    private Future<JournalReply> open(OpenBook asked) {
        var code = asked.code();
        if (!CODE.matcher(code).matches() || RESERVED.contains(code.split(":", -1)[0])) {
            return Future.succeededFuture(new RefusedField("/code", Code.INVALID_VALUE));
        }
        var clerk = asked.clerk();
        var tenant = clerk.tenant();
        // Named by its code like the system's accounts: two who open one code at once mean one account.
        var account = new AccountId(NameBasedId.of(tenant.uuid(), code));
        var json = Wire.text(BookJson.opened(account, asked));
        var row = new BookRow(
                account.uuid(),
                tenant.uuid(),
                asked.description(),
                clerk.actor(),
                platform.clock().instant().truncatedTo(ChronoUnit.MILLIS));
        var key = Post.Key.of(asked.key(), tenant, platform.ids());
        var event = new Post.Event(
                new EventId(platform.ids().next()), "ledger.account_opened", account.toString(), 1, json);
        return counter.post(
                        deadline -> new Post(
                                tenant,
                                key,
                                clerk.requestId(),
                                List.of(new OpenAccount(
                                        account, code, asked.accountClass(), asked.currency(), null, null, false)),
                                List.of(Post.BusinessRow.json(Post.Table.BOOKS, Wire.text(row))),
                                List.of(event),
                                new Post.Reply(201, json),
                                deadline),
                        asked.key())
                .map(reply -> reply.map(ChartDesk::named).orElseThrow());
    }

    /// The kernel speaks of ids; here it is the code that exists already, whether it says so now or repeats
    /// it.
    private static JournalReply named(JournalReply reply) {
        return reply instanceof Answered(var answer, var _) && answer.status() == Code.ACCOUNT_EXISTS.status()
                ? new Refused(Code.ACCOUNT_EXISTS)
                : reply;
    }
}
