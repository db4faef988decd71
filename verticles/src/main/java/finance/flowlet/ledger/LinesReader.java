package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.JournalReply;
import finance.flowlet.contract.ledger.JournalReply.Refused;
import finance.flowlet.contract.ledger.JournalReply.RefusedField;
import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.contract.ledger.WriteEntry;
import finance.flowlet.contract.ledger.WriteEntry.Line;
import finance.flowlet.id.AccountId;
import finance.flowlet.ledger.JournalStore.Named;
import finance.flowlet.money.Currency;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Makes postings of the lines that staff wrote, which name accounts by id or code.
final class LinesReader {
    private final JournalStore store;

    LinesReader(JournalStore store) {
        this.store = store;
    }

    sealed interface Reading {}

    record Right(List<Posting> postings) implements Reading {}

    record Wrong(JournalReply refusal) implements Reading {}

    /// Looks the accounts up. Lines that do not balance are refused before that.
    Future<Reading> read(WriteEntry asked) {
        if (!balanced(asked.lines())) {
            return Future.succeededFuture(new Wrong(new RefusedField("/postings", Code.UNBALANCED_TRANSACTION)));
        }
        var ids = asked.lines().stream()
                .map(Line::account)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        var codes = asked.lines().stream()
                .map(Line::code)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return store.accounts(asked.clerk().tenant(), ids, codes).map(found -> postings(asked.lines(), found));
    }

    private static boolean balanced(List<Line> lines) {
        Map<Currency, Long> sums = new HashMap<>();
        for (var line : lines) {
            var units = line.money().minorUnits();
            sums.merge(line.money().currency(), line.side() == Side.DEBIT ? -units : units, Math::addExact);
        }
        return lines.size() >= 2 && sums.values().stream().allMatch(sum -> sum == 0);
    }

    private static Reading postings(List<Line> lines, List<Named> accounts) {
        var postings = new ArrayList<Posting>(lines.size());
        var sides = new HashMap<AccountId, Side>();
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var account = accounts.stream().filter(named -> names(line, named)).findFirst();
            if (account.isEmpty()) {
                return new Wrong(new Refused(Code.ACCOUNT_NOT_FOUND));
            }
            var id = account.get().id();
            if (!account.get().currency().equals(line.money().currency())) {
                return new Wrong(new RefusedField("/postings/" + i + "/currency", Code.CURRENCY_MISMATCH));
            }
            // On both sides of one entry an account would only look as if it had moved.
            if (Optional.ofNullable(sides.put(id, line.side())).orElse(line.side()) != line.side()) {
                return new Wrong(new RefusedField("/postings/" + i, Code.INVALID_VALUE));
            }
            postings.add(new Posting(
                    id, line.side(), line.money().minorUnits(), line.money().currency(), null));
        }
        return new Right(postings);
    }

    private static boolean names(Line line, Named account) {
        var id = line.account();
        return id == null ? account.code().equals(line.code()) : account.id().equals(id);
    }
}
