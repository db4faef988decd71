package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which entries need a second person: those that debit more of a currency than the tenant lets one person
/// move. A currency without an amount of its own is not restricted.
record ApprovalRule(List<Money> above) {
    boolean asksFor(List<Posting> postings) {
        Map<Currency, Long> debits = new HashMap<>();
        for (var posting : postings) {
            if (posting.side() == Side.DEBIT) {
                debits.merge(posting.currency(), posting.minorUnits(), Math::addExact);
            }
        }
        return above.stream().anyMatch(most -> debits.getOrDefault(most.currency(), 0L) > most.minorUnits());
    }
}
