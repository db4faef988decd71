package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.Advance;
import finance.flowlet.contract.ledger.Step.Before;
import finance.flowlet.contract.ledger.Step.CaptureHold;
import finance.flowlet.contract.ledger.Step.ClosePeriod;
import finance.flowlet.contract.ledger.Step.OpenAccount;
import finance.flowlet.contract.ledger.Step.PlaceHold;
import finance.flowlet.contract.ledger.Step.PostEntry;
import finance.flowlet.contract.ledger.Step.ReleaseHold;
import finance.flowlet.contract.ledger.Step.SetFloor;
import finance.flowlet.contract.ledger.Step.SetStatus;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.contract.ledger.Step.UseGuard;
import finance.flowlet.id.AccountId;
import finance.flowlet.money.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/// What every command must be whatever the books say. A command that is not is a bug of the domain that
/// sent it; it is turned away before it can disturb a batch.
final class WellFormed {
    /// Room for ten thousand payments that are made together, each with its fee and its guards.
    private static final int MAX_STEPS = 60_000;
    private static final int MAX_POSTINGS = 1_000;

    private WellFormed() {}

    /// What is wrong with the command, if anything.
    static Optional<String> problem(Post command) {
        if (command.steps().isEmpty() || command.steps().size() > MAX_STEPS) {
            return Optional.of("1 to " + MAX_STEPS + " steps");
        }
        return command.steps().stream().flatMap(step -> problem(step).stream()).findFirst();
    }

    private static Optional<String> problem(Step step) {
        return switch (step) {
            case PostEntry entry -> problem(entry);
            case PlaceHold place -> positive(place.minorUnits());
            case CaptureHold capture -> positive(capture.minorUnits());
            case UseGuard use -> use.amount() == 0 ? Optional.of("a guard moves") : Optional.empty();
            case Advance advance ->
                advance.expected() < 0 ? Optional.of("changes are counted from 0") : Optional.empty();
            case OpenAccount _, ReleaseHold _, SetStatus _, Before _, SetFloor _, ClosePeriod _ -> Optional.empty();
        };
    }

    private static Optional<String> problem(PostEntry entry) {
        if (entry.postings().size() < 2 || entry.postings().size() > MAX_POSTINGS) {
            return Optional.of("an entry has 2 to " + MAX_POSTINGS + " postings");
        }
        Map<Currency, Long> sums = new HashMap<>();
        var debited = new HashSet<AccountId>();
        var credited = new HashSet<AccountId>();
        for (var posting : entry.postings()) {
            if (posting.minorUnits() <= 0) {
                return positive(posting.minorUnits());
            }
            var debit = posting.side() == Side.DEBIT;
            (debit ? debited : credited).add(posting.account());
            var signed = debit ? -posting.minorUnits() : posting.minorUnits();
            try {
                sums.merge(posting.currency(), signed, Math::addExact);
            } catch (ArithmeticException overflow) {
                return Optional.of("the postings of an entry sum within a long");
            }
        }
        debited.retainAll(credited);
        if (!debited.isEmpty()) {
            return Optional.of("an account is not on both sides of an entry");
        }
        return sums.values().stream().allMatch(sum -> sum == 0)
                ? Optional.empty()
                : Optional.of("debits equal credits in each currency");
    }

    private static Optional<String> positive(long amount) {
        return amount > 0 ? Optional.empty() : Optional.of("amounts are above zero");
    }
}
