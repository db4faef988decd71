package finance.flowlet.contract.ledger;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.OneOf;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.EventId;
import finance.flowlet.id.IdSource;
import finance.flowlet.id.TenantId;
import finance.flowlet.problem.Code;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Commands the ledger: `steps` apply together or not at all, and with them, in the same commit, the
/// idempotency record, the business rows and the events.
///
/// Every step may only touch accounts of `tenant`. A command that waits past `deadline` is dropped before
/// it starts. `key` is ours (random) when the client sent none, so that a caller may always repeat the
/// command.
public record Post(
        TenantId tenant,
        Key key,
        String requestId,
        List<Step> steps,
        List<BusinessRow> rows,
        List<Event> events,
        Reply reply,
        Instant deadline)
        implements Repeatable {
    public static final Address<Post, Outcome> ADDRESS = new Address<>("ledger.post.v1", Post.class, Outcome.class);

    public Post {
        steps = List.copyOf(steps);
        rows = List.copyOf(rows);
        events = List.copyOf(events);
    }

    /// The client's key within `scope` (its tenant, or the customer), and a SHA-256 in hexadecimal of what
    /// was asked.
    public record Key(UUID scope, String text, String fingerprint) {
        private static final String NOTHING_TO_COMPARE = "0".repeat(64);

        /// The client's key, or one of our own that nobody can guess: every command has one, so that it may
        /// be repeated when its answer was lost.
        public static Key of(@Nullable Key client, TenantId tenant, IdSource ids) {
            return client != null ? client : new Key(tenant.uuid(), "own:" + ids.next(), NOTHING_TO_COMPARE);
        }
    }

    /// A row of another domain's table that must commit with the postings: `values` are handed to the SQL
    /// function `{schema}.{function}`, which that domain owns. As many as the table has columns, as text; a
    /// single one is JSON.
    public record BusinessRow(Table table, List<String> values) {
        public BusinessRow {
            values = List.copyOf(values);
        }

        /// A row of a table that takes JSON.
        public static BusinessRow json(Table table, String json) {
            return new BusinessRow(table, List.of(json));
        }
    }

    /// What a value of a row is; each travels as text, a `TIME` as ISO 8601 in UTC.
    public enum Column {
        UUID,
        BIGINT,
        TEXT,
        TIME
    }

    /// The functions that exist. Each takes all rows of a batch: as one `jsonb` array, or, where rows are so
    /// many that parsing JSON would show, as one array per column.
    public enum Table {
        PAID(
                "payments.record_paid",
                Column.UUID,
                Column.UUID,
                Column.UUID,
                Column.UUID,
                Column.BIGINT,
                Column.TEXT,
                Column.TEXT,
                Column.TEXT,
                Column.TEXT,
                Column.UUID,
                Column.TEXT,
                Column.TIME,
                Column.TIME,
                Column.TEXT),
        PAYMENTS("payments.record_payments"),
        REFUNDS("payments.record_refunds"),
        DISPUTES("payments.record_disputes"),
        PAYMENT_REQUESTS("initiation.record_payment_requests"),
        WALLETS("wallets.record_wallets"),
        TRANSFERS("wallets.record_transfers"),
        HOLDS("wallets.record_holds"),
        LIMITS("wallets.record_limits"),
        LIMIT_RULES("ledger.record_limit_rules"),
        MONITORS("ledger.record_monitors"),
        QUOTE_USES("fx.record_quote_uses"),
        EXCHANGES("fx.record_exchanges"),
        LEDGER_SETTINGS("ledger.record_settings"),
        BOOKS("ledger.record_books"),
        PROPOSALS("ledger.record_proposals"),
        PERIODS("ledger.record_periods");

        private final String function;

        @SuppressWarnings("ImmutableEnumChecker") // List.of never changes
        private final List<Column> columns;

        Table(String function, Column... columns) {
            this.function = function;
            this.columns = List.of(columns);
        }

        /// What each value of a row is; none where the row is one JSON object.
        public List<Column> columns() {
            return columns;
        }

        /// Schema and name of the SQL function.
        public String function() {
            return function;
        }
    }

    /// A fact to tell others after the commit. `sequence` is the version of the object `objectId` after it;
    /// `data` is JSON.
    public record Event(EventId id, String type, String objectId, long sequence, String data) {}

    /// What the client is answered, now and whenever it repeats the key: an HTTP status and a JSON body.
    public record Reply(int status, String body) {}

    @OneOf
    public sealed interface Outcome {}

    /// Committed. `reply` is the command's own.
    public record Posted(Reply reply) implements Outcome {}

    /// Refused by the rules. `reply` is the problem to send; a definite decline is stored under the key, a
    /// refusal of what was asked (unknown account, other currency) is not. `step` is the position of the
    /// step that was refused; -1 when the command as a whole was, for lack of funds at its end.
    public record Declined(Decline reason, Reply reply, int step) implements Outcome {
        public Declined(Decline reason, Reply reply) {
            this(reason, reply, -1);
        }
    }

    /// The key was used before for the same request: the stored answer.
    public record Replayed(Reply reply) implements Outcome {}

    /// The key was used before for another request.
    public record KeyReused() implements Outcome {}

    /// Why the rules refuse, in order of precedence: the first that applies is reported, always the same
    /// one.
    public enum Decline {
        VERSION_CONFLICT(Code.VERSION_CONFLICT, false),
        ACCOUNT_NOT_FOUND(Code.WALLET_NOT_FOUND, false),
        SAME_ACCOUNT(Code.SAME_WALLET, false),
        CURRENCY_MISMATCH(Code.CURRENCY_MISMATCH, false),
        ACCOUNT_EXISTS(Code.WALLET_EXISTS, true),
        ACCOUNT_CLOSED(Code.WALLET_CLOSED, true),
        ACCOUNT_FROZEN(Code.WALLET_FROZEN, true),
        STATUS_CONFLICT(Code.WALLET_STATE_CONFLICT, true),
        PAYMENT_STATE_CONFLICT(Code.PAYMENT_STATE_CONFLICT, true),
        APPROVAL_REQUIRED(Code.APPROVAL_REQUIRED, true),
        BALANCE_NOT_ZERO(Code.WALLET_NOT_EMPTY, true),
        HOLD_NOT_FOUND(Code.HOLD_ALREADY_RESOLVED, false),
        HOLD_ALREADY_RESOLVED(Code.HOLD_ALREADY_RESOLVED, true),
        HOLD_EXPIRED(Code.HOLD_EXPIRED, true),
        CAPTURE_EXCEEDS_HOLD(Code.CAPTURE_EXCEEDS_HOLD, false),
        PERIOD_CLOSED(Code.PERIOD_CLOSED, true),
        PERIOD_NOT_OVER(Code.PERIOD_NOT_OVER, false),
        ALREADY_REVERSED(Code.ALREADY_REVERSED, true),
        QUOTE_NOT_FOUND(Code.QUOTE_NOT_FOUND, false),
        QUOTE_MISMATCH(Code.QUOTE_MISMATCH, false),
        QUOTE_EXPIRED(Code.QUOTE_EXPIRED, true),
        QUOTE_USED(Code.QUOTE_USED, true),
        OVERDRAFT_IN_USE(Code.OVERDRAFT_IN_USE, true),
        AMOUNT_TOO_LARGE(Code.AMOUNT_TOO_LARGE, false),
        DUPLICATE_REFERENCE(Code.DUPLICATE_REFERENCE, true),
        LIMIT_EXCEEDED(Code.LIMIT_EXCEEDED, true),
        INSUFFICIENT_FUNDS(Code.INSUFFICIENT_FUNDS, true);

        private final Code code;
        private final boolean stored;

        Decline(Code code, boolean stored) {
            this.code = code;
            this.stored = stored;
        }

        /// The code that the client sees.
        public Code code() {
            return code;
        }

        /// Whether the answer is kept under the idempotency key.
        public boolean stored() {
            return stored;
        }
    }

    /// For logs: never the rows, which hold what customers wrote.
    @Override
    public String toString() {
        return "Post[" + requestId + ", " + steps.size() + " steps]";
    }
}
