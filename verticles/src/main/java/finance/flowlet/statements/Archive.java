package finance.flowlet.statements;

import finance.flowlet.bus.Fault;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.statements.FindStatement;
import finance.flowlet.contract.statements.ListStatements;
import finance.flowlet.contract.statements.ListStatements.Month;
import finance.flowlet.contract.statements.ReadPiece;
import finance.flowlet.contract.statements.ReadPiece.Piece;
import finance.flowlet.contract.statements.StatementView;
import finance.flowlet.contract.wallets.FindWallets;
import finance.flowlet.contract.wallets.WalletView;
import finance.flowlet.id.WalletId;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import finance.flowlet.statements.StatementStore.Issued;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds statements, and has those written that nobody has asked for before. Of several who ask for the
/// same one in this process one writes it and the others wait; between processes the database decides.
final class Archive {
    private static final Logger LOG = LoggerFactory.getLogger(Archive.class);

    private final Platform platform;
    private final StatementStore store;
    private final Issuing issuing;
    private final Announcements announcements;
    private final Duration grace;
    private final int maxAtOnce;
    private final Map<String, Promise<Boolean>> underWay = new ConcurrentHashMap<>();

    Archive(Platform platform, StatementStore store, Issuing issuing, Announcements announcements) {
        this.platform = platform;
        this.store = store;
        this.issuing = issuing;
        this.announcements = announcements;
        this.grace = Duration.ofSeconds(platform.config().statements().graceSeconds());
        this.maxAtOnce = platform.config().statements().maxAtOnce();
    }

    FindStatement.Outcome find(FindStatement question) {
        var wallet = wallet(question.caller(), question.wallet());
        if (wallet.isEmpty()) {
            return new FindStatement.NoWallet();
        }
        var month = months(wallet.get()).find(question.period());
        return month.isEmpty()
                ? new FindStatement.NoStatement()
                : new FindStatement.Found(statement(question.caller(), wallet.get(), month.get()));
    }

    private StatementView statement(Caller caller, WalletView wallet, YearMonth month) {
        var tenant = caller.tenant();
        return store.find(tenant, wallet.id(), month.toString()).orElseGet(() -> {
            issueOnce(caller, wallet, month);
            return store.find(tenant, wallet.id(), month.toString()).orElseThrow();
        });
    }

    private void issueOnce(Caller caller, WalletView wallet, YearMonth month) {
        var name = wallet.id() + " " + month;
        var mine = Promise.<Boolean>promise();
        var before = underWay.putIfAbsent(name, mine);
        if (before != null) {
            before.future().await();
            return;
        }
        try {
            if (underWay.size() > maxAtOnce) {
                throw new Fault(Code.UNAVAILABLE);
            }
            issuing.issue(caller.tenant(), wallet, month);
            mine.complete(true);
        } catch (RuntimeException failure) {
            mine.fail(failure);
            throw failure;
        } finally {
            underWay.remove(name);
        }
        tell();
    }

    /// A statement that could not be told of now is told of by the job.
    private void tell() {
        try {
            announcements.tell();
        } catch (RuntimeException failure) {
            LOG.atWarn().setCause(failure).log("statements are told of later");
        }
    }

    ListStatements.Outcome list(ListStatements question) {
        var wallet = wallet(question.caller(), question.wallet());
        if (wallet.isEmpty()) {
            return new ListStatements.NoWallet();
        }
        var page = page(months(wallet.get()), question.after(), question.limit(), question.offset());
        if (page.isEmpty()) {
            return new ListStatements.Found(List.of());
        }
        var issued = store
                .issued(
                        question.caller().tenant(),
                        question.wallet(),
                        page.getLast().toString(),
                        page.getFirst().toString())
                .stream()
                .collect(Collectors.toMap(Issued::period, Function.identity()));
        return new ListStatements.Found(page.stream()
                .map(month -> month(month, issued.get(month.toString())))
                .toList());
    }

    private static List<YearMonth> page(Months months, @Nullable String after, int limit, int offset) {
        var month = after == null ? months.last() : YearMonth.parse(after).minusMonths(1);
        var page = new ArrayList<YearMonth>();
        for (month = month.minusMonths(offset);
                page.size() < limit && !month.isBefore(months.first());
                month = month.minusMonths(1)) {
            page.add(month);
        }
        return page;
    }

    private static Month month(YearMonth month, @Nullable Issued issued) {
        return new Month(
                month.toString(),
                Months.start(month),
                Months.end(month),
                issued == null ? null : issued.id(),
                issued == null ? null : issued.createdAt().toInstant());
    }

    Piece piece(ReadPiece question) {
        return store.piece(question.tenant(), question.statement(), question.form(), question.number())
                .map(content -> new Piece(Base64.getEncoder().encodeToString(content.getBytes())))
                .orElseThrow(() -> new Fault(Code.STATEMENT_NOT_FOUND));
    }

    private Months months(WalletView wallet) {
        return Months.of(wallet.createdAt(), platform.clock().instant(), grace);
    }

    private Optional<WalletView> wallet(Caller caller, WalletId id) {
        return platform.bus().request(FindWallets.ADDRESS, FindWallets.one(caller, id)).await().wallets().stream()
                .findFirst();
    }
}
