package finance.flowlet.load;

import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.TypeId;
import finance.flowlet.proof.EntryLeaf;
import finance.flowlet.proof.Hash;
import finance.flowlet.proof.HeaderLeaf;
import finance.flowlet.proof.Merkle;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/// Writes payments into the books in bulk, as if they had been made: journal, postings, balances, payments, keys, and a
/// writer's chain over all of it. Every rule of the database and every check of the books holds, so that a platform
/// with years behind it can be measured after minutes. No events: nobody is to be told of what did not happen.
final class History {
    private static final int ENTRIES_PER_BATCH = 512;
    private static final int BATCHES_PER_COPY = 20;
    private static final int COPIES_PER_COMMIT = 10;
    private static final int POSTINGS_PER_ENTRY = 2;
    private static final byte[] NO_ROOT = new byte[32];
    private static final String NO_EVENTS = "[]";
    private static final String ACTOR = "history";

    private static final String BATCH =
            "ledger.batch" + " (writer_id, number, previous_root, root, entries, events, committed_at)";
    private static final String ENTRY = "ledger.entry (id, tenant_id, kind, reference, description, actor,"
            + " effective_at, created_at, writer_id, batch, position)";
    private static final String POSTING = "ledger.posting (account_id, account_version, entry_id, line, direction,"
            + " amount, currency, balance_after)";
    private static final String KEY = "ledger.idempotency (scope, key, fingerprint, status, body, created_at)";
    private static final String PAYMENT = "payments.payment (tenant_id, id, from_wallet, to_wallet, amount, currency,"
            + " description, status, idempotency_key, entry_id, metadata, version, created_at, completed_at,"
            + " authorized, captured, created_by)";

    private final Connection connection;
    private final HistoryAccounts accounts;
    private final Clock clock;
    private final SplittableRandom random;
    private final HistoryRows rows = new HistoryRows()
            .table(BATCH)
            .table(ENTRY)
            .table(POSTING)
            .table(KEY)
            .table(PAYMENT);
    private final UUID writer;
    private long number;
    private byte[] root = NO_ROOT;
    private long written;

    private History(Connection connection, List<UUID> wallets, Clock clock, long seed) {
        this.connection = connection;
        this.clock = clock;
        accounts = new HistoryAccounts(wallets);
        random = new SplittableRandom(seed);
        writer = id(clock.instant());
    }

    /// Writes at least `postings` more postings.
    ///
    /// @param progress hears how many are there
    static void write(
            Target.Postgres place, List<byte[]> wallets, long postings, Clock clock, long seed, LongConsumer progress)
            throws SQLException, InterruptedException {
        try (var database = Database.open(place)) {
            // Where the triggers of the ledger look.
            database.execute("set search_path = ledger");
            var connection = database.connection();
            connection.setAutoCommit(false);
            var ids = wallets.stream()
                    .map(id -> TypeId.decode("wal", new String(id, StandardCharsets.US_ASCII)))
                    .toList();
            new History(connection, ids, clock, seed).write(postings, progress);
            connection.setAutoCommit(true);
            // As it would look had it grown slowly: planner statistics, visibility, nothing left for later.
            database.execute("vacuum (analyze) ledger.entry, ledger.posting, ledger.idempotency, ledger.batch,"
                    + " ledger.account, payments.payment");
            database.execute("checkpoint");
        }
    }

    private void write(long postings, LongConsumer progress) throws SQLException, InterruptedException {
        try (var statement =
                connection.prepareStatement("insert into ledger.writer (id, started_at) values (?, now())")) {
            statement.setObject(1, writer);
            statement.executeUpdate();
        }
        // One thread makes rows while another sends those before; the connection is always only one's.
        try (var sender = Executors.newSingleThreadExecutor()) {
            while (written < postings) {
                accounts.lock(connection);
                var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
                at = at.isAfter(accounts.latest) ? at : accounts.latest.plus(1, ChronoUnit.MICROS);
                Future<Void> sent = CompletableFuture.completedFuture(null);
                for (var i = 0; i < COPIES_PER_COMMIT && written < postings; i++) {
                    var made = make(at, postings);
                    sent.get();
                    sent = sender.submit(() -> {
                        HistoryRows.copy(connection, made);
                        return null;
                    });
                }
                sent.get();
                accounts.write(connection, at);
                connection.commit();
                progress.accept(written);
            }
        } catch (ExecutionException e) {
            throw new SQLException(e.getCause());
        }
    }

    private Map<String, byte[]> make(Instant at, long postings) {
        for (var i = 0; i < BATCHES_PER_COPY && written < postings; i++) {
            batch(at, Math.min(ENTRIES_PER_BATCH, (postings - written + 1) / POSTINGS_PER_ENTRY));
        }
        return rows.take();
    }

    private void batch(Instant at, long entries) {
        number++;
        var leaves = new ArrayList<byte[]>();
        leaves.add(new HeaderLeaf(writer, number, at, Hash.of(root), NO_EVENTS).bytes());
        for (var position = 0; position < entries; position++) {
            leaves.add(entry(at, position).bytes());
        }
        var previous = root;
        root = Merkle.root(leaves);
        rows.add(BATCH, writer, number, bytes(previous), bytes(root), entries, NO_EVENTS, at);
        written += POSTINGS_PER_ENTRY * entries;
    }

    /// A payment of one cent between any two wallets.
    private EntryLeaf entry(Instant at, int position) {
        var payer = random.nextInt(accounts.count());
        var payee = (payer + 1 + random.nextInt(accounts.count() - 1)) % accounts.count();
        accounts.move(payer, payee);
        var entry = id(at);
        var payment = id(at);
        var reference = new PaymentId(payment).toString();
        var key = "history-" + payment;
        rows.add(ENTRY, entry, accounts.tenant, "PAYMENT", reference, "", ACTOR, at, at, writer, number, position);
        posting(entry, 0, -1, payer);
        posting(entry, 1, 1, payee);
        rows.add(KEY, accounts.tenant, key, "history", 201, "{}", at);
        rows.add(
                PAYMENT,
                accounts.tenant,
                payment,
                accounts.ids[payer],
                accounts.ids[payee],
                1,
                "USD",
                "",
                "completed",
                key,
                entry,
                "{}",
                1,
                at,
                at,
                1,
                1,
                ACTOR);
        return new EntryLeaf(
                new EntryId(entry),
                new TenantId(accounts.tenant),
                "PAYMENT",
                reference,
                "",
                ACTOR,
                at,
                at,
                List.of(line("DEBIT", payer), line("CREDIT", payee)));
    }

    private void posting(UUID entry, int line, int direction, int account) {
        rows.add(
                POSTING,
                accounts.ids[account],
                accounts.versions[account],
                entry,
                line,
                direction,
                1,
                "USD",
                accounts.balance(account));
    }

    private EntryLeaf.Line line(String side, int account) {
        return new EntryLeaf.Line(
                new AccountId(accounts.ids[account]),
                accounts.versions[account],
                side,
                1,
                "USD",
                accounts.balance(account));
    }

    /// A UUIDv7.
    private UUID id(Instant at) {
        return new UUID(
                at.toEpochMilli() << 16 | 0x7000 | random.nextInt(1 << 12), random.nextLong() >>> 2 | Long.MIN_VALUE);
    }

    private static String bytes(byte[] value) {
        return "\\\\x" + HexFormat.of().formatHex(value);
    }
}
