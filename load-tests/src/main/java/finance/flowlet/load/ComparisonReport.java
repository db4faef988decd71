package finance.flowlet.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A comparison for a terminal and for programs.
record ComparisonReport(Comparison.Result result, Map<String, Object> settings) {

    /// As it stands in results.
    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String text() {
        var text = new StringBuilder("\n");
        for (var contest : Alternation.Contest.values()) {
            var spread = Alternation.spread(
                    result.alternations(), each -> each.perSecond().getOrDefault(contest, 0.0));
            text.append(String.format(
                    Locale.ROOT,
                    "%-16s %,9.0f/s  (%,.0f to %,.0f)  best with %d%n",
                    name(contest),
                    spread.median(),
                    spread.min(),
                    spread.max(),
                    result.chosen().getOrDefault(contest, 0)));
        }
        text.append('\n');
        Alternation.ratios(result.alternations())
                .forEach((ratio, spread) -> text.append(String.format(
                        Locale.ROOT,
                        "%-8s %s / %s: median %.2f  (%.2f to %.2f)  wanted %.1f%n",
                        name(ratio),
                        name(ratio.over),
                        name(ratio.under),
                        spread.median(),
                        spread.min(),
                        spread.max(),
                        ratio.target)));
        result.cpu().forEach((contest, shares) -> {
            text.append(String.format(Locale.ROOT, "%-16s processor time each:", name(contest)));
            new TreeMap<>(shares)
                    .forEach((party, seconds) ->
                            text.append(String.format(Locale.ROOT, "  %s %.0f us", name(party), seconds * 1e6)));
            text.append('\n');
        });
        text.append(String.format(
                Locale.ROOT,
                "audit            %s: %,d keys sent, %,d acknowledged, %,d stored%n",
                result.audit().isClean() ? "right" : "WRONG",
                result.audit().sent(),
                result.audit().acknowledged(),
                result.audit().stored()));
        result.audit()
                .differences()
                .forEach(each -> text.append("                 ").append(each).append('\n'));
        return text.toString();
    }

    String json() {
        var ratios = new LinkedHashMap<String, Spread>();
        Alternation.ratios(result.alternations()).forEach((ratio, spread) -> ratios.put(name(ratio), spread));
        var runs = result.alternations().stream().map(ComparisonReport::figures).toList();
        var cpu = new LinkedHashMap<String, Map<String, Double>>();
        result.cpu().forEach((contest, shares) -> cpu.put(name(contest), micros(shares)));
        var document = new LinkedHashMap<String, Object>();
        document.put("ratios", ratios);
        document.put("runs", runs);
        document.put("settings", settings);
        document.put("cpu", cpu);
        document.put("audit", result.audit());
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(document);
    }

    /// Requests or transfers per second, by contest.
    private static Map<String, Double> figures(Alternation alternation) {
        var figures = new LinkedHashMap<String, Double>();
        alternation.perSecond().forEach((contest, rate) -> figures.put(name(contest), rate));
        return figures;
    }

    /// Microseconds of processor time per request.
    private static Map<String, Double> micros(Map<Processes.Party, Double> shares) {
        var micros = new LinkedHashMap<String, Double>();
        for (var party : List.of(Processes.Party.values())) {
            if (shares.containsKey(party)) {
                micros.put(name(party) + "Micros", shares.getOrDefault(party, 0.0) * 1e6);
            }
        }
        return micros;
    }
}
