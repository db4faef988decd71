package finance.flowlet.gateway;

import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.contract.ledger.WriteEntry;
import finance.flowlet.contract.ledger.WriteEntry.Line;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.money.Amount;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads the journal entry that a member of finance staff wrote.
final class JournalBody {
    /// Further back, a date is a slip of the pen.
    private static final Duration OLDEST = Duration.ofDays(3653);

    private final Clock clock;
    private final long maxMinorUnits;

    JournalBody(Clock clock, long maxMinorUnits) {
        this.clock = clock;
        this.maxMinorUnits = maxMinorUnits;
    }

    record NewTransaction(
            @Nullable String id,
            String description,
            @Nullable String reference,
            @Nullable String effectiveAt,
            @Nullable Boolean requireApproval,
            List<NewPosting> postings) {}

    record NewPosting(
            @Nullable String accountId,
            @Nullable String accountCode,
            String direction,
            Amount amount,
            String currency) {}

    Future<Answer> read(Call call, Function<WriteEntry, Future<Answer>> use) {
        var body = call.body(NewTransaction.class);
        var fields = new Fields(maxMinorUnits);
        var id = fields.id("/id", body.id(), EntryId::parse);
        var effectiveAt = fields.time("/effectiveAt", body.effectiveAt());
        var time = effectiveAt.orNull();
        var now = clock.instant();
        if (time != null && (time.isAfter(now) || time.isBefore(now.minus(OLDEST)))) {
            fields.refuse("/effectiveAt", Code.INVALID_VALUE);
        }
        var lines = new ArrayList<Supplier<Line>>();
        for (var i = 0; i < body.postings().size(); i++) {
            lines.add(line(fields, "/postings/" + i, body.postings().get(i)));
        }
        return fields.then(() -> use.apply(new WriteEntry(
                Journal.clerk(call),
                call.key(),
                id.orNull(),
                body.description(),
                body.reference(),
                time == null ? null : time.truncatedTo(ChronoUnit.MICROS),
                Boolean.TRUE.equals(body.requireApproval()),
                lines.stream().map(Supplier::get).toList())));
    }

    /// The line, to be asked for when nothing was wrong.
    private static Supplier<Line> line(Fields fields, String pointer, NewPosting posting) {
        var account = fields.id(pointer + "/accountId", posting.accountId(), AccountId::parse);
        if (posting.accountId() == null && posting.accountCode() == null) {
            fields.refuse(pointer + "/accountId", Code.REQUIRED);
        } else if (posting.accountId() != null && posting.accountCode() != null) {
            fields.refuse(pointer + "/accountCode", Code.INVALID_VALUE);
        }
        var side = fields.choice(pointer + "/direction", posting.direction(), Side.class);
        var currency = fields.currency(pointer + "/currency", posting.currency());
        var money = fields.money(pointer + "/amount", posting.amount(), currency);
        return () -> new Line(account.orNull(), posting.accountCode(), side.value(), money.value());
    }
}
