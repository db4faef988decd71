package finance.flowlet.contract.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.money.Currency;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An entry by finance staff as the HTTP API shows it, before it is posted and at the moment it is. What
/// the books add (its place in a chain, running balances) a later read shows.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JournalJson(
        EntryId id,
        String kind,
        String status,
        String reference,
        String description,
        String actor,
        @Nullable Instant effectiveAt,
        Instant requestedAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String reason,
        @Nullable EntryId reversesId,
        List<Line> postings) {
    public JournalJson {
        postings = List.copyOf(postings);
    }

    /// One debit or credit; `amount` is a decimal of `currency`.
    public record Line(AccountId accountId, String direction, BigDecimal amount, Currency currency) {}

    /// Renders `entry`.
    public static JournalJson of(JournalView entry) {
        return new JournalJson(
                entry.id(),
                word(entry.kind()),
                word(entry.status()),
                entry.reference(),
                entry.description(),
                entry.requestedBy(),
                entry.effectiveAt(),
                entry.requestedAt(),
                entry.decidedBy(),
                entry.decidedAt(),
                entry.reason(),
                entry.reverses(),
                entry.postings().stream().map(JournalJson::line).toList());
    }

    private static Line line(Posting posting) {
        return new Line(
                posting.account(),
                word(posting.side()),
                BigDecimal.valueOf(posting.minorUnits(), posting.currency().exponent()),
                posting.currency());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
