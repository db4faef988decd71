package finance.flowlet.gateway;

import finance.flowlet.contract.reconciliation.CsvMapping;
import finance.flowlet.contract.reconciliation.CsvMapping.DateFormat;
import finance.flowlet.contract.reconciliation.CsvMapping.Separator;
import finance.flowlet.contract.reconciliation.Rule;
import finance.flowlet.contract.reconciliation.Rule.Criterion;
import finance.flowlet.gateway.ReconciliationBodies.Mapping;
import finance.flowlet.gateway.ReconciliationBodies.NewRule;
import finance.flowlet.money.Currency;
import finance.flowlet.problem.Code;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the parts of a reconciliation in the words of the domain, and notes what is wrong with them.
final class ReconciliationFields {
    private static final Map<String, DateFormat> DATE_FORMATS = Map.of(
            "yyyy-MM-dd", DateFormat.ISO,
            "dd.MM.yyyy", DateFormat.DAY_MONTH_YEAR_DOTS,
            "dd/MM/yyyy", DateFormat.DAY_MONTH_YEAR_SLASHES,
            "MM/dd/yyyy", DateFormat.MONTH_DAY_YEAR_SLASHES,
            "yyyyMMdd", DateFormat.DIGITS);
    private static final Map<String, Separator> DELIMITERS =
            Map.of(",", Separator.COMMA, ";", Separator.SEMICOLON, "|", Separator.PIPE, "tab", Separator.TAB);
    private static final Map<String, Separator> DECIMALS = Map.of(".", Separator.POINT, ",", Separator.COMMA);
    private static final Map<String, Separator> GROUPS =
            Map.of(".", Separator.POINT, ",", Separator.COMMA, "'", Separator.APOSTROPHE, "space", Separator.SPACE);

    private final Fields fields;

    ReconciliationFields(Fields fields) {
        this.fields = fields;
    }

    /// The mapping that a CSV file needs and another must not have.
    @Nullable
    CsvMapping mapping(@Nullable Mapping body, boolean csv) {
        if (body == null || !csv) {
            if (csv) {
                fields.refuse("/mapping", Code.REQUIRED);
            } else if (body != null) {
                fields.refuse("/mapping", Code.INVALID_VALUE);
            }
            return null;
        }
        var decimal = one("/mapping/decimalSeparator", body.decimalSeparator(), DECIMALS, Separator.POINT);
        var group = body.groupSeparator() == null
                ? null
                : one("/mapping/groupSeparator", body.groupSeparator(), GROUPS, Separator.COMMA);
        if (decimal == group) {
            fields.refuse("/mapping/groupSeparator", Code.INVALID_VALUE);
        }
        return new CsvMapping(
                body.date(),
                body.amount(),
                body.reference(),
                body.description(),
                body.creditDebit(),
                body.currency(),
                one("/mapping/dateFormat", body.dateFormat(), DATE_FORMATS, DateFormat.ISO),
                one("/mapping/delimiter", body.delimiter(), DELIMITERS, Separator.COMMA),
                decimal,
                group);
    }

    private <T> T one(String pointer, @Nullable String text, Map<String, T> choices, T usual) {
        if (text != null && !choices.containsKey(text)) {
            fields.refuse(pointer, Code.INVALID_VALUE);
        }
        return text == null ? usual : Objects.requireNonNullElse(choices.get(text), usual);
    }

    /// The rules; tolerances are amounts of `currency`.
    List<Rule> rules(List<NewRule> bodies, Field<Currency> currency) {
        var rules = new ArrayList<Rule>();
        for (var i = 0; i < bodies.size(); i++) {
            var body = bodies.get(i);
            var pointer = "/rules/" + i;
            var kind = fields.choice(pointer + "/match", body.match(), Rule.Kind.class);
            var tolerance = fields.money(pointer + "/amountTolerance", body.amountTolerance(), currency);
            var days = body.dateToleranceDays();
            rules.add(new Rule(
                    Objects.requireNonNullElse(kind.orNull(), Rule.Kind.ONE_TO_ONE),
                    criteria(pointer + "/on", body.on()),
                    tolerance.orNull() == null ? 0 : tolerance.value().minorUnits(),
                    days == null ? 0 : days));
        }
        return rules;
    }

    private Set<Criterion> criteria(String pointer, List<String> texts) {
        var criteria = EnumSet.noneOf(Criterion.class);
        for (var i = 0; i < texts.size(); i++) {
            var criterion = fields.choice(pointer + "/" + i, texts.get(i), Criterion.class);
            if (criterion.orNull() != null) {
                criteria.add(criterion.value());
            }
        }
        // What agrees in everything but the amount is a difference to look into, not a match.
        if (!criteria.contains(Criterion.AMOUNT)) {
            fields.refuse(pointer, Code.INVALID_VALUE);
        }
        return criteria;
    }
}
